/* THE table (routes.h): every address of the product, by subject. Operational ones are in ops.c. */
#include "kb/base/cleanup.h"
#include "kb/http/pages.h"

/* clang-format off */
const struct route kb_routes[] = {
    /* Finding */
    { GET, "/",       NEED_PUBLIC, RUN_READER, page_home,   .help = "The first page: search, what waits for me, what is new", .flags = ROUTE_CACHED },
    { GET, "/zoeken", NEED_PUBLIC, RUN_READER, page_search, .help = "Search: answer card, rows, filters", .flags = ROUTE_CACHED },

    { GET, "/zoeken/feed", NEED_PUBLIC, RUN_READER, page_feed, .help = "The same as a feed, newest first" },

    { GET, "/overzicht", NEED_PERSON, RUN_READER, page_overview, .help = "Every practice by stage, with age and owner" },

    /* Reading a practice, by its number */
    { GET, "/s/{number}",                  NEED_PUBLIC, RUN_READER, page_practice,         .help = "Read one practice", .flags = ROUTE_CACHED },
    { GET, "/s/{number}/op-weg",           NEED_PUBLIC, RUN_READER, page_practice_coming,  .help = "Read its text that is on its way", .flags = ROUTE_CACHED },
    { GET, "/s/{number}/versies",          NEED_PUBLIC, RUN_READER, page_versions,         .help = "List its versions", .flags = ROUTE_CACHED },
    { GET, "/s/{number}/versie/{version}", NEED_PUBLIC, RUN_READER, page_practice_version, .help = "Read an earlier version", .flags = ROUTE_CACHED },
    { GET, "/s/{number}/verschil",         NEED_PUBLIC, RUN_READER, page_compare,          .help = "What changed between two versions", .flags = ROUTE_CACHED },

    /* The same before it has a number */
    { GET, "/stukken/{id}",         NEED_PUBLIC, RUN_READER, page_practice,        .help = "Read one practice by its id" },
    { GET, "/stukken/{id}/op-weg",  NEED_PUBLIC, RUN_READER, page_practice_coming, .help = "Read its text that is on its way" },
    { GET, "/stukken/{id}/versies", NEED_PUBLIC, RUN_READER, page_versions,        .help = "List its versions" },

    /* Working groups */
    { GET, "/werkgroepen",        NEED_PERSON, RUN_READER, page_groups, .help = "List the working groups" },
    { GET, "/werkgroepen/{slug}", NEED_PERSON, RUN_READER, page_group,  .help = "One working group: members and texts" },

    /* Writing */
    { GET,  "/stukken/nieuw", NEED_PERSON, RUN_READER, page_new, .help = "Ask in which group, of which kind" },
    { POST, "/stukken/nieuw", NEED_PERSON, RUN_WRITER, page_new_started, .help = "Begin a draft",
      .write = page_new_write, .refused = page_new_refused, .form = page_new_form },
    { GET,  "/stukken/{id}/bewerken", NEED_PERSON, RUN_READER, page_edit, .help = "The editor: one box for each part" },
    { POST, "/stukken/{id}/bewerken", NEED_PERSON, RUN_WRITER, page_edit_saved, .help = "Save the working copy, or merge",
      .write = page_edit_write, .refused = page_edit_refused, .form = edit_form },
    { POST, "/stukken/{id}/bewaren", NEED_PERSON, RUN_WRITER, page_edit_autosaved, .help = "The same by script, as JSON",
      .write = page_edit_write, .refused = page_edit_autosave_refused, .form = edit_form },
    { POST, "/stukken/{id}/voorbeeld", NEED_PERSON, RUN_READER, page_edit_preview, .help = "What is typed as readers see it",
      .form = edit_form },
    { GET,  "/stukken/{id}/schrijvers", NEED_PERSON, RUN_READER, page_edit_writers, .help = "Who else is writing now" },
    { GET,  "/stukken/{id}/publiceren", NEED_PERSON, RUN_READER, page_publish, .help = "What will be published" },
    { POST, "/stukken/{id}/publiceren", NEED_PERSON, RUN_WRITER, page_published, .help = "Make a version of the working copy",
      .check = page_publish_check, .write = page_publish_write, .refused = page_publish_refused, .form = page_publish_form },
    { POST, "/stukken/{id}/herzien", NEED_PERSON, RUN_WRITER, page_revised, .help = "Begin a new revision of an adopted text",
      .write = page_revise_write },
    { GET,  "/stukken/{id}/kenmerken", NEED_PERSON, RUN_READER, page_place, .help = "Kind, legal fields, locations" },
    { POST, "/stukken/{id}/kenmerken", NEED_PERSON, RUN_WRITER, page_placed, .help = "Change them",
      .write = page_place_write, .refused = page_place_refused, .form = page_place_form },

    /* On the ladder: one page for each step, and what it waits for */
    { GET,  "/stukken/{id}/stap/{step}", NEED_PERSON, RUN_READER, page_move, .help = "One step: what it does, what is still needed" },
    { POST, "/stukken/{id}/stap/{step}", NEED_PERSON, RUN_WRITER, page_moved, .help = "Make the step",
      .check = page_move_check, .write = page_move_write, .refused = page_move_refused, .form = page_move_form, .flags = ROUTE_ONCE },
    { POST, "/stukken/{id}/akkoord", NEED_PERSON, RUN_WRITER, page_assented, .help = "Ask or give what a step waits for",
      .write = page_assent_write, .form = page_assent_form, .flags = ROUTE_ONCE },

    /* What readers say */
    { POST, "/stukken/{id}/reacties", NEED_PERSON, RUN_WRITER, page_said, .help = "Remark on a text",
      .write = page_remark_write, .form = page_remark_form, .flags = ROUTE_ONCE },
    { POST, "/stukken/{id}/reacties/{remark}", NEED_PERSON, RUN_WRITER, page_said, .help = "Answer a remark",
      .write = page_answer_write, .form = page_answer_form, .flags = ROUTE_ONCE },
    { POST, "/stukken/{id}/gebruik", NEED_PERSON, RUN_WRITER, page_said, .help = "One tap: used, no help, outdated",
      .write = page_use_write, .form = page_use_form },
    { POST, "/stukken/{id}/ervaring", NEED_PERSON, RUN_WRITER, page_said, .help = "Tell what happened",
      .write = page_experience_write, .form = page_experience_form, .flags = ROUTE_ONCE },
    { POST, "/stukken/{id}/bij-ons", NEED_PERSON, RUN_WRITER, page_said, .help = "Join an adopted text, leave it, or note",
      .write = page_local_write, .form = page_local_form, .flags = ROUTE_ONCE },

    /* The editors' desk */
    { GET,  "/redactie", NEED_EDITOR, RUN_READER, page_desk, .help = "Everything on its way, the latest first" },
    { POST, "/redactie", NEED_EDITOR, RUN_WRITER, page_desk_many_done, .help = "Do one thing with many texts",
      .write = page_desk_many_write, .refused = page_desk_many_refused, .form = page_desk_many_form, .flags = ROUTE_ONCE },
    { GET,  "/redactie/pakket", NEED_EDITOR, RUN_READER, page_bundle, .help = "Choose texts for one bundle of rounds" },
    { POST, "/redactie/pakket", NEED_EDITOR, RUN_WRITER, page_bundle_opened, .help = "Open them together",
      .write = page_bundle_write, .refused = page_bundle_refused, .form = page_bundle_form, .flags = ROUTE_ONCE },
    { POST, "/redactie/{id}", NEED_EDITOR, RUN_WRITER, page_desk_done, .help = "Take in hand, or note for colleagues",
      .write = page_desk_write, .form = page_desk_form, .flags = ROUTE_ONCE },

    /* Deciding */
    { GET,  "/besluiten", NEED_PERSON, RUN_READER, page_rounds, .help = "Rounds in which boards decide now" },
    { GET,  "/besluiten/vergaderingen", NEED_PERSON, RUN_READER, page_boards, .help = "Meeting dates of the boards" },
    { POST, "/besluiten/vergaderingen", NEED_PERSON, RUN_WRITER, page_boards_done, .help = "Add or take away a date",
      .write = page_meeting_write, .refused = page_meeting_refused, .form = page_meeting_form },
    { GET,  "/besluiten/vergadering", NEED_PERSON, RUN_READER, page_meeting, .help = "All that one board decides at one meeting" },
    { POST, "/besluiten/vergadering", NEED_PERSON, RUN_WRITER, page_meeting_saved, .help = "Record one of them, or follow the advice",
      .write = page_meeting_row_write, .refused = page_meeting_row_refused, .form = page_meeting_row_form, .flags = ROUTE_FRESH | ROUTE_ONCE },
    { GET,  "/besluiten/stukken", NEED_PERSON, RUN_READER, page_pack, .help = "The papers of one board, for paper" },
    { GET,  "/besluiten/stukken.pdf", NEED_PERSON, RUN_WORKER, page_pack_pdf, .help = "The same as a PDF" },
    { GET,  "/besluiten/{id}/stuk.pdf", NEED_PERSON, RUN_WORKER, page_round_pdf, .help = "One of them as a PDF" },
    { GET,  "/besluiten/termijnen.ics", NEED_PERSON, RUN_READER, page_calendar, .help = "Terms and meetings for a calendar" },
    { GET,  "/besluiten/{id}", NEED_PERSON, RUN_READER, page_round, .help = "One round: question, text, standpunten" },
    { POST, "/besluiten/{id}/standpunt", NEED_PERSON, RUN_WRITER, page_round_done, .help = "Record what an organisation says",
      .write = page_position_write, .refused = page_position_refused, .form = page_position_form, .flags = ROUTE_FRESH | ROUTE_ONCE },
    { POST, "/besluiten/{id}/bezig", NEED_PERSON, RUN_WRITER, page_round_done, .help = "Still being dealt with until",
      .write = page_busy_write, .form = page_busy_form },
    { POST, "/besluiten/{id}", NEED_PERSON, RUN_WRITER, page_round_done, .help = "Move to consent, or extend the term",
      .write = page_round_write, .form = page_round_form, .flags = ROUTE_ONCE },

    /* What people are told */
    { GET,  "/berichten", NEED_PERSON, RUN_READER, page_notices, .help = "What a person was told" },
    { POST, "/berichten", NEED_PERSON, RUN_WRITER, page_notices_seen, .help = "All of it is seen",
      .write = page_notices_write, .form = page_notices_form },
    { GET,  "/berichten/instellingen", NEED_PERSON, RUN_READER, page_wish, .help = "Which mail a person wants" },
    { POST, "/berichten/instellingen", NEED_PERSON, RUN_WRITER, page_wish_written, .help = "Change that",
      .write = page_wish_write, .refused = page_wish_refused, .form = page_wish_form },
    { GET,  "/afmelden/{token}", NEED_PUBLIC, RUN_READER, page_unsubscribe, .help = "The link in a letter that stops mail" },
    { POST, "/afmelden/{token}", NEED_PUBLIC, RUN_WRITER, page_unsubscribed, .help = "Stop it",
      .write = page_unsubscribe_write, .flags = ROUTE_SIGNED_OUT },

    /* Signing in and out; one-time links are used up by POST only */
    { GET,  "/inloggen", NEED_PUBLIC, RUN_READER, page_sign_in, .help = "The page to sign in, or to choose a role" },
    { POST, "/inloggen", NEED_PUBLIC, RUN_WORKER, page_sign_in_check, .help = "Sign in with a password",
      .write = page_sign_in_write, .show = page_signed_in, .refused = page_sign_in_refused, .form = page_sign_in_form,
      .flags = ROUTE_SIGNED_OUT },
    { POST, "/inloggen/rol", NEED_PUBLIC, RUN_WRITER, page_signed_in, .help = "Choose a role: demonstration only",
      .write = page_role_write, .form = page_role_form, .flags = ROUTE_SIGNED_OUT },
    { POST, "/uitloggen", NEED_PUBLIC, RUN_WRITER, page_signed_out, .help = "End the session",
      .write = page_sign_out_write, .flags = ROUTE_SIGNED_OUT },
    { GET,  "/welkom/{token}", NEED_PUBLIC, RUN_READER, page_welcome, .help = "What a one-time link is for" },
    { POST, "/welkom/{token}", NEED_PUBLIC, RUN_WORKER, page_welcome_check, .help = "Use a one-time link up",
      .write = page_welcome_write, .show = page_welcomed, .refused = page_welcome_refused, .form = page_welcome_form,
      .flags = ROUTE_SIGNED_OUT },

    /* Administration. Legal fields are kept by editors; what changes rights or the whole asks a fresh sign-in */
    { GET,  "/beheer", NEED_STEWARD, RUN_READER, page_admin, .help = "What there is to administer, and what is still needed" },
    { GET,  "/beheer/organisaties", NEED_ADMIN, RUN_READER, page_admin_organisations, .help = "List partners and members" },
    { GET,  "/beheer/organisaties/nieuw", NEED_ADMIN, RUN_READER, page_admin_organisation, .help = "A new organisation" },
    { POST, "/beheer/organisaties/nieuw", NEED_ADMIN, RUN_WRITER, page_admin_organisation_written, .help = "Add it",
      .write = page_admin_organisation_write, .refused = page_admin_organisation_refused, .form = page_organisation_form },
    { GET,  "/beheer/organisaties/{id}", NEED_ADMIN, RUN_READER, page_admin_organisation, .help = "One organisation" },
    { POST, "/beheer/organisaties/{id}", NEED_ADMIN, RUN_WRITER, page_admin_organisation_written, .help = "Change it",
      .write = page_admin_organisation_write, .refused = page_admin_organisation_refused, .form = page_organisation_form },
    { GET,  "/beheer/locaties", NEED_ADMIN, RUN_READER, page_admin_locations, .help = "List locations" },
    { GET,  "/beheer/locaties/nieuw", NEED_ADMIN, RUN_READER, page_admin_location, .help = "A new location" },
    { POST, "/beheer/locaties/nieuw", NEED_ADMIN, RUN_WRITER, page_admin_location_written, .help = "Add it",
      .write = page_admin_location_write, .refused = page_admin_location_refused, .form = page_location_form },
    { GET,  "/beheer/locaties/{id}", NEED_ADMIN, RUN_READER, page_admin_location, .help = "One location" },
    { POST, "/beheer/locaties/{id}", NEED_ADMIN, RUN_WRITER, page_admin_location_written, .help = "Change it",
      .write = page_admin_location_write, .refused = page_admin_location_refused, .form = page_location_form },
    { GET,  "/beheer/rechtsgebieden", NEED_STEWARD, RUN_READER, page_admin_fields, .help = "List legal fields" },
    { GET,  "/beheer/rechtsgebieden/nieuw", NEED_STEWARD, RUN_READER, page_admin_field, .help = "A new legal field" },
    { POST, "/beheer/rechtsgebieden/nieuw", NEED_STEWARD, RUN_WRITER, page_admin_field_written, .help = "Add it",
      .write = page_admin_field_write, .refused = page_admin_field_refused, .form = page_legal_field_form },
    { GET,  "/beheer/rechtsgebieden/{id}", NEED_STEWARD, RUN_READER, page_admin_field, .help = "One legal field" },
    { POST, "/beheer/rechtsgebieden/{id}", NEED_STEWARD, RUN_WRITER, page_admin_field_written, .help = "Change it",
      .write = page_admin_field_write, .refused = page_admin_field_refused, .form = page_legal_field_form },
    { GET,  "/beheer/werkgroepen", NEED_ADMIN, RUN_READER, page_admin_groups, .help = "List working groups" },
    { GET,  "/beheer/werkgroepen/nieuw", NEED_ADMIN, RUN_READER, page_admin_group, .help = "A new working group" },
    { POST, "/beheer/werkgroepen/nieuw", NEED_ADMIN, RUN_WRITER, page_admin_group_written, .help = "Add it",
      .write = page_admin_group_write, .refused = page_admin_group_refused, .form = page_group_form },
    { GET,  "/beheer/werkgroepen/{id}", NEED_ADMIN, RUN_READER, page_admin_group, .help = "One working group" },
    { POST, "/beheer/werkgroepen/{id}", NEED_ADMIN, RUN_WRITER, page_admin_group_written, .help = "Change it",
      .write = page_admin_group_write, .refused = page_admin_group_refused, .form = page_group_form },
    { GET,  "/beheer/mensen", NEED_ADMIN, RUN_READER, page_admin_people, .help = "List people and their roles" },
    { GET,  "/beheer/mensen/nieuw", NEED_ADMIN, RUN_READER, page_admin_person, .help = "A new person" },
    { POST, "/beheer/mensen/nieuw", NEED_ADMIN, RUN_WRITER, page_admin_person_written, .help = "Add one",
      .write = page_admin_person_write, .refused = page_admin_person_refused, .form = page_person_form },
    { GET,  "/beheer/mensen/{id}", NEED_ADMIN, RUN_READER, page_admin_person, .help = "One person" },
    { POST, "/beheer/mensen/{id}", NEED_ADMIN, RUN_WRITER, page_admin_person_written, .help = "Change name and sign-in name",
      .write = page_admin_person_write, .refused = page_admin_person_refused, .form = page_person_form, .flags = ROUTE_FRESH },
    { POST, "/beheer/mensen/{id}/rollen", NEED_ADMIN, RUN_WRITER, page_admin_role_written, .help = "Give or take a role",
      .write = page_admin_role_write, .refused = page_admin_role_refused, .form = page_person_role_form, .flags = ROUTE_FRESH },
    { POST, "/beheer/mensen/{id}/link", NEED_ADMIN, RUN_WRITER, page_admin_link, .help = "Make a one-time link for a password",
      .write = page_admin_link_write, .flags = ROUTE_FRESH },
    { GET,  "/beheer/mensen/{id}/uitzetten", NEED_ADMIN, RUN_READER, page_admin_disable, .help = "Ask whether to close an account" },
    { POST, "/beheer/mensen/{id}/uitzetten", NEED_ADMIN, RUN_WRITER, page_admin_disabled, .help = "Close it",
      .write = page_admin_disable_write, .refused = page_admin_disable_refused, .flags = ROUTE_FRESH },
    { POST, "/beheer/mensen/{id}/aanzetten", NEED_ADMIN, RUN_WRITER, page_admin_enabled, .help = "Open it again",
      .write = page_admin_enable_write, .flags = ROUTE_FRESH },
    { GET,  "/beheer/instellingen", NEED_ADMIN, RUN_READER, page_admin_settings, .help = "Settings of the network" },
    { POST, "/beheer/instellingen", NEED_ADMIN, RUN_WRITER, page_admin_settings_written, .help = "Change them",
      .write = page_admin_settings_write, .refused = page_admin_settings_refused, .form = page_settings_form,
      .flags = ROUTE_FRESH },
};
/* clang-format on */

const size_t kb_routes_count = COUNT_OF(kb_routes);
