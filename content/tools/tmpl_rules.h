/* tmpl_rules.h - what HTML allows in our templates: facts about elements and attributes, in tables. */
#ifndef CONTENT_TOOLS_TMPL_RULES_H
#define CONTENT_TOOLS_TMPL_RULES_H

#include "kb/base/text.h"

/* Facts about an element; an unlisted one is inline and ordinary. */
enum {
    ELEMENT_VOID = 1,     /* has no end tag (HTML standard, "void elements") */
    ELEMENT_BLOCK = 2,    /* white space beside its tags means nothing, and it ends an open <p> */
    ELEMENT_RAW = 4,      /* holds characters, no elements: title, textarea */
    ELEMENT_KEEPS = 8,    /* keeps its white space: pre, textarea */
    ELEMENT_REFUSED = 16, /* inline style, another document, or text that browsers read in two ways */
    ELEMENT_ACTIVE = 32   /* may not stand in another active one: a, button, label, ... */
};
unsigned element_facts(text name);

enum attribute_rule {
    ATTRIBUTE_PLAIN,   /* any value, escaped as attribute */
    ATTRIBUTE_ADDRESS, /* the value is an address */
    ATTRIBUTE_LITERAL, /* only what the template's author wrote, no value */
    ATTRIBUTE_REFUSED  /* script, style, or a second way around the rules */
};
enum attribute_rule attribute_rule(text name);

#endif
