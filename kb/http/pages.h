/* pages.h - the handlers of all pages, by subject; each stands in kb/http/page_<subject>.c and in the table of
 * routes.c. What a handler is stands in kb/http/page.h. */
#ifndef KB_HTTP_PAGES_H
#define KB_HTTP_PAGES_H

#include "kb/http/page.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Finding ---- */
route_handle page_home, page_security_txt;
route_handle page_search, page_feed, page_suggest;
route_handle page_asked_week, page_reported; /* page_asked.c */
route_check page_report_check;
route_write page_report_write;
extern const struct form_field page_report_form[];
route_handle page_overview; /* page_overview.c */

/* ---- Reading a practice ---- */
route_handle page_practice;         /* the text that counts */
route_handle page_practice_coming;  /* the text on its way */
route_handle page_practice_version; /* an earlier version, by its number */
route_handle page_versions;
route_handle page_compare;

/* ---- Working groups ---- */
route_handle page_groups;
route_handle page_group;

/* ---- Writing (page_new.c, page_edit.c, page_publish.c) ---- */
route_handle page_new, page_new_started, page_similar;
route_write page_new_write;
route_refused page_new_refused;
route_handle page_edit, page_edit_saved, page_edit_autosaved, page_edit_preview, page_edit_writers;
route_write page_edit_write;
route_refused page_edit_refused, page_edit_autosave_refused;
route_handle page_publish, page_published, page_redact, page_redact_look, page_redacted;
route_check page_publish_check;
route_write page_publish_write, page_redact_write;
route_refused page_publish_refused, page_redact_refused;
route_handle page_revised, page_place, page_placed;
route_write page_revise_write, page_place_write;
route_refused page_place_refused;
extern const struct form_field page_new_form[], edit_form[], page_publish_form[], page_place_form[], page_redact_form[];

/* ---- On the ladder (page_move.c) ---- */
route_handle page_move, page_move_pick, page_moved;
route_check page_move_check;
route_write page_move_write;
route_refused page_move_refused;
extern const struct form_field page_move_form[];

/* ---- What readers say, and what a step waits for (page_said.c) ---- */
route_handle page_said, page_taken_back, page_assented;
route_refused page_said_refused; /* page_practice.c */
route_write page_remark_write, page_answer_write, page_use_write, page_experience_write, page_assent_write,
    page_local_write, page_take_back_write;
extern const struct form_field page_remark_form[], page_answer_form[], page_use_form[], page_experience_form[],
    page_assent_form[], page_local_form[], page_take_back_form[];

/* ---- Saved searches (page_saved.c) ---- */
route_handle page_saved, page_saved_added, page_saved_open, page_saved_done;
route_write page_saved_add_write, page_saved_write;
route_refused page_saved_add_refused;
extern const struct form_field page_saved_add_form[], page_saved_form[];

/* ---- The vocabulary (page_vocabulary.c) ---- */
route_handle page_vocabulary, page_vocabulary_done, page_agreement, page_agreement_try, page_agreement_written,
    page_agreement_ended;
route_write page_vocabulary_write, page_agreement_write, page_agreement_end_write;
route_refused page_agreement_refused;
extern const struct form_field page_vocabulary_form[], page_agreement_form[];

/* ---- Answer texts (page_answer_text.c) ---- */
route_handle page_answer_texts, page_answer_text, page_answer_text_written, page_answer_text_removed;
route_write page_answer_text_write, page_answer_text_remove_write;
route_refused page_answer_text_refused;
extern const struct form_field page_answer_text_form[];

/* ---- The editors' desk (page_desk.c) ---- */
route_handle page_desk, page_desk_pick, page_desk_done, page_desk_many_done;
route_handle page_blocking; /* page_blocking.c */
route_write page_desk_many_write;
route_refused page_desk_many_refused;
extern const struct form_field page_desk_many_form[], page_desk_pick_form[];
route_write page_desk_write;
extern const struct form_field page_desk_form[];

/* ---- Carrying out (page_said.c) ---- */
route_write page_carrying_write;
extern const struct form_field page_carrying_form[];

/* ---- Mending spelling and links (page_correction.c) ---- */
route_handle page_correction, page_corrected, page_correction_answered;
route_write page_correction_write, page_correction_answer_write;
route_refused page_correction_refused;
extern const struct form_field page_correction_form[], page_correction_answer_form[];

/* ---- Deciding (page_rounds.c) ---- */
route_handle page_rounds, page_round, page_round_done, page_concept_done, page_boards, page_boards_done;
route_write page_position_write, page_concept_write, page_busy_write, page_round_write, page_meeting_write;
route_refused page_position_refused, page_meeting_refused;
extern const struct form_field page_position_form[], page_busy_form[], page_round_form[], page_meeting_form[];

/* ---- Deciding about many at once (page_bundle.c, page_meeting.c, page_calendar.c) ---- */
route_handle page_bundle, page_bundle_opened, page_meeting, page_meeting_saved, page_calendar;
route_handle page_pack, page_pack_pdf, page_round_pdf; /* page_pack.c */
route_write page_bundle_write, page_meeting_row_write;
route_refused page_bundle_refused, page_meeting_row_refused;
extern const struct form_field page_bundle_form[], page_meeting_row_form[];

/* ---- What people are told (page_notices.c) ---- */
route_handle page_notices, page_notices_seen, page_wish, page_wish_written, page_unsubscribe, page_unsubscribed,
    page_address, page_address_confirmed;
route_write page_notices_write, page_wish_write, page_unsubscribe_write, page_address_write;
route_refused page_wish_refused;
extern const struct form_field page_notices_form[], page_wish_form[];

/* ---- Signing in and out, one-time links, a forgotten password (page_sign_in.c, page_welcome.c, page_reset.c) ---- */
route_handle page_sign_in, page_sign_in_check, page_signed_in, page_signed_out;
route_write page_sign_in_write, page_role_write, page_sign_out_write;
route_refused page_sign_in_refused;
route_handle page_welcome, page_welcome_check, page_welcomed;
route_write page_welcome_write;
route_refused page_welcome_refused;
route_handle page_reset, page_reset_asked, page_lost, page_lost_asked;
route_refused page_reset_refused, page_lost_refused;
extern const struct form_field page_reset_form[];
extern const struct form_field page_sign_in_form[], page_role_form[], page_welcome_form[];

/* ---- A lost second factor (page_lost.c) ---- */
route_handle page_lost_link, page_lost_check, page_lost_done, page_lost_vouch_asked, page_vouch, page_vouched;
route_write page_lost_write, page_lost_vouch_write, page_vouch_write;
route_refused page_lost_link_refused;
extern const struct form_field page_lost_link_form[], page_vouch_form[];

/* ---- Joining a working group (page_group.c), reading a draft along (page_readers.c) ---- */
route_handle page_access_asked, page_access_answered, page_appointed, page_readers, page_reader_linked,
    page_reader_revoked;
route_write page_access_write, page_access_answer_write, page_appoint_write, page_reader_write,
    page_reader_revoke_write;
route_refused page_readers_refused, page_appoint_refused;
extern const struct form_field page_access_form[], page_access_answer_form[], page_appoint_form[], page_reader_form[],
    page_reader_revoke_form[];

/* ---- One's own account (page_account.c, page_second.c), and the second step of signing in (page_sign_in_code.c) ----
 */
route_check page_code_check;
route_write page_code_write;
route_refused page_code_refused;
route_handle page_code_done;
route_handle page_account, page_second, page_second_begun, page_second_on, page_second_codes, page_second_off;
route_write page_second_begin_write, page_second_on_write, page_second_codes_write, page_second_off_write;
route_refused page_second_on_refused;
route_handle page_session_ended, page_password_check, page_password_done;
route_write page_session_end_write, page_password_write;
route_refused page_account_refused;
extern const struct form_field page_code_form[], page_second_form[], page_session_form[], page_password_form[],
    page_own_name_form[];
route_handle page_own_named;
route_write page_own_name_write;

/* ---- What is held about people (page_own.c) ---- */
route_handle page_register, page_own_data, page_erase, page_erased_self, page_erased;
route_write page_erase_write;
route_refused page_erase_refused;
extern const struct form_field page_erase_form[];

/* ---- Passkeys (page_passkey.c) ---- */
route_check page_passkey_check;
route_write page_passkey_write, page_passkey_add_write, page_passkey_remove_write;
route_refused page_passkey_refused, page_passkey_add_refused;
route_handle page_passkey_new, page_passkey_added, page_passkey_removed;
extern const struct form_field page_passkey_form[], page_passkey_add_form[], page_passkey_remove_form[];

/* ---- Tokens for programs (page_token.c), and what they open (api_read.c) ---- */
route_handle page_token_new, page_token_made, page_token_revoked, page_admin_token_revoked;
route_write page_token_write, page_token_revoke_write, page_admin_token_write;
route_refused page_token_refused;
extern const struct form_field page_token_form[], page_token_revoke_form[];
route_handle api_search, api_practice;

/* ---- Signing in at the identity provider of the organisations (page_sso.c, page_sso_link.c) ---- */
route_handle page_sso_leave, page_sso_kept, page_sso_back, page_sso_check, page_sso_done, page_sso_sign_out;
route_handle page_sso_ended_check, page_sso_ended, page_sso_link, page_sso_unlinked, page_sso_invited;
route_write page_sso_kept_write, page_sso_write, page_sso_ended_write, page_sso_unlink_write;
route_refused page_sso_refused, page_sso_ended_refused;
extern const struct form_field page_sso_back_form[], page_sso_kept_form[];

/* Where a link to it leads; "" when no provider is set. */
text page_sso_href(const kb_req *req, text next);

/* ---- Links that let somebody do one thing (page_link.c, page_welcome.c) ---- */
route_handle page_link, page_link_done, page_invited, page_place_invited, page_check_linked, page_position_linked,
    page_position_link_revoked, page_invite_taken;
route_write page_link_write, page_invite_write, page_place_invite_write, page_check_link_write,
    page_position_link_write, page_position_link_revoke_write, page_invite_take_write;
route_refused page_link_refused;
extern const struct form_field page_link_form[], page_position_link_form[], page_place_invite_form[];

/* For struct http_config: a form whose session had ended is answered by the page to sign in, and kept (kept.h). */
route_handle page_sign_in_first;

/* ---- Administration (page_admin*.c) ---- */
route_handle page_admin;
route_handle page_admin_organisations, page_admin_organisation, page_admin_organisation_written;
route_handle page_admin_locations, page_admin_location, page_admin_location_written;
route_handle page_admin_fields, page_admin_field, page_admin_field_written;
route_handle page_admin_groups, page_admin_group, page_admin_group_written;
route_handle page_admin_people, page_admin_person, page_admin_person_written, page_admin_role_written;
route_handle page_admin_disable, page_admin_disabled, page_admin_enabled, page_admin_link, page_admin_unlinked;
route_handle page_admin_settings, page_admin_settings_written;
route_write page_admin_organisation_write, page_admin_location_write, page_admin_field_write, page_admin_group_write;
route_write page_admin_person_write, page_admin_role_write, page_admin_disable_write, page_admin_enable_write;
route_write page_admin_unlink_write, page_admin_link_write, page_admin_settings_write;
route_refused page_admin_organisation_refused, page_admin_location_refused, page_admin_field_refused;
route_refused page_admin_group_refused, page_admin_person_refused, page_admin_role_refused;
route_refused page_admin_disable_refused, page_admin_settings_refused;
extern const struct form_field page_organisation_form[], page_location_form[], page_legal_field_form[];
extern const struct form_field page_group_form[], page_person_form[], page_person_role_form[], page_settings_form[];

#ifdef __cplusplus
}
#endif
#endif
