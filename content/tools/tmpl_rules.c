#include "content/tools/tmpl_rules.h"

/* clang-format off */
static const struct {
    const char *name;
    unsigned facts;
} elements[] = {
    {"area", ELEMENT_VOID}, {"br", ELEMENT_VOID}, {"col", ELEMENT_VOID | ELEMENT_BLOCK}, {"img", ELEMENT_VOID},
    {"input", ELEMENT_VOID}, {"source", ELEMENT_VOID | ELEMENT_BLOCK}, {"track", ELEMENT_VOID | ELEMENT_BLOCK},
    {"wbr", ELEMENT_VOID}, {"hr", ELEMENT_VOID | ELEMENT_BLOCK}, {"link", ELEMENT_VOID | ELEMENT_BLOCK},
    {"meta", ELEMENT_VOID | ELEMENT_BLOCK},

    {"html", ELEMENT_BLOCK}, {"head", ELEMENT_BLOCK}, {"body", ELEMENT_BLOCK}, {"script", ELEMENT_BLOCK},
    {"header", ELEMENT_BLOCK}, {"main", ELEMENT_BLOCK}, {"footer", ELEMENT_BLOCK}, {"nav", ELEMENT_BLOCK},
    {"section", ELEMENT_BLOCK}, {"article", ELEMENT_BLOCK}, {"aside", ELEMENT_BLOCK}, {"div", ELEMENT_BLOCK},
    {"p", ELEMENT_BLOCK}, {"h1", ELEMENT_BLOCK}, {"h2", ELEMENT_BLOCK}, {"h3", ELEMENT_BLOCK}, {"h4", ELEMENT_BLOCK},
    {"h5", ELEMENT_BLOCK}, {"h6", ELEMENT_BLOCK}, {"ul", ELEMENT_BLOCK}, {"ol", ELEMENT_BLOCK}, {"li", ELEMENT_BLOCK},
    {"dl", ELEMENT_BLOCK}, {"dt", ELEMENT_BLOCK}, {"dd", ELEMENT_BLOCK}, {"table", ELEMENT_BLOCK},
    {"caption", ELEMENT_BLOCK}, {"colgroup", ELEMENT_BLOCK}, {"thead", ELEMENT_BLOCK}, {"tbody", ELEMENT_BLOCK},
    {"tfoot", ELEMENT_BLOCK}, {"tr", ELEMENT_BLOCK}, {"td", ELEMENT_BLOCK}, {"th", ELEMENT_BLOCK},
    {"form", ELEMENT_BLOCK}, {"fieldset", ELEMENT_BLOCK}, {"legend", ELEMENT_BLOCK}, {"figure", ELEMENT_BLOCK},
    {"figcaption", ELEMENT_BLOCK}, {"details", ELEMENT_BLOCK}, {"summary", ELEMENT_BLOCK}, {"dialog", ELEMENT_BLOCK},
    {"blockquote", ELEMENT_BLOCK}, {"address", ELEMENT_BLOCK}, {"search", ELEMENT_BLOCK}, {"hgroup", ELEMENT_BLOCK},
    {"option", ELEMENT_BLOCK}, {"optgroup", ELEMENT_BLOCK},
    {"pre", ELEMENT_BLOCK | ELEMENT_KEEPS},

    {"title", ELEMENT_RAW | ELEMENT_BLOCK}, {"textarea", ELEMENT_RAW | ELEMENT_KEEPS},
    {"a", ELEMENT_ACTIVE}, {"button", ELEMENT_ACTIVE}, {"label", ELEMENT_ACTIVE},

    {"style", ELEMENT_REFUSED}, {"base", ELEMENT_REFUSED}, {"object", ELEMENT_REFUSED}, {"embed", ELEMENT_REFUSED},
    {"applet", ELEMENT_REFUSED}, {"iframe", ELEMENT_REFUSED}, {"frame", ELEMENT_REFUSED},
    {"frameset", ELEMENT_REFUSED}, {"noscript", ELEMENT_REFUSED}, {"noembed", ELEMENT_REFUSED},
    {"noframes", ELEMENT_REFUSED}, {"template", ELEMENT_REFUSED}, {"plaintext", ELEMENT_REFUSED},
    {"xmp", ELEMENT_REFUSED}, {"listing", ELEMENT_REFUSED}, {"math", ELEMENT_REFUSED},
    {"foreignobject", ELEMENT_REFUSED}, {"set", ELEMENT_REFUSED}, {"animate", ELEMENT_REFUSED},
};

static const struct {
    const char *name;
    enum attribute_rule rule;
} attributes[] = {
    {"href", ATTRIBUTE_ADDRESS}, {"src", ATTRIBUTE_ADDRESS}, {"action", ATTRIBUTE_ADDRESS},
    {"formaction", ATTRIBUTE_ADDRESS}, {"cite", ATTRIBUTE_ADDRESS}, {"poster", ATTRIBUTE_ADDRESS},
    {"xlink:href", ATTRIBUTE_ADDRESS}, {"data-autosave", ATTRIBUTE_ADDRESS}, {"data-preview", ATTRIBUTE_ADDRESS},
    {"data-presence", ATTRIBUTE_ADDRESS},

    {"method", ATTRIBUTE_LITERAL}, {"enctype", ATTRIBUTE_LITERAL}, {"target", ATTRIBUTE_LITERAL},
    {"rel", ATTRIBUTE_LITERAL}, {"srcset", ATTRIBUTE_LITERAL}, {"integrity", ATTRIBUTE_LITERAL},

    {"style", ATTRIBUTE_REFUSED}, {"srcdoc", ATTRIBUTE_REFUSED}, {"http-equiv", ATTRIBUTE_REFUSED},
    {"formmethod", ATTRIBUTE_REFUSED}, {"ping", ATTRIBUTE_REFUSED}, {"manifest", ATTRIBUTE_REFUSED},
    {"background", ATTRIBUTE_REFUSED}, {"data", ATTRIBUTE_REFUSED}, {"nonce", ATTRIBUTE_REFUSED},
};
/* clang-format on */

unsigned element_facts(text name)
{
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
        if (text_is(name, elements[i].name)) return elements[i].facts;
    return 0;
}

enum attribute_rule attribute_rule(text name)
{
    if (text_starts(name, TEXT("on"))) return ATTRIBUTE_REFUSED;
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
        if (text_is(name, attributes[i].name)) return attributes[i].rule;
    return ATTRIBUTE_PLAIN;
}
