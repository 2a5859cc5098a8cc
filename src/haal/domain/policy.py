"""Every number that is a rule: delays, limits, thresholds. The community may change them; the defaults are the design's.

Stored by `haal.storage.policy` when changed; services load it there, doors never pass settings down.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The rule book's numbers. Units are in the names."""

    # what comes in
    story_chars_max: int = 20_000
    field_chars_max: int = 500
    figures_max: int = 20
    responsibility_max: int = 10
    files_max: int = 5
    body_bytes_max: int = 1_048_576
    files_bytes_max: int = 16_777_216
    code_failures_a_minute: int = 30
    import_rows_max: int = 20_000
    import_line_bytes_max: int = 1_048_576
    # linking (docs/explanation/linking.md)
    link_days: int = 2
    link_margin_km: float = 50.0
    night_look_hour: int = 2  # by the box's clock; a look over all reports begins then, or within the hours after
    night_look_hours: int = 4
    night_look_apart_hours: int = 20  # from the last one, also one by hand
    # publication and place privacy
    publication_delay_hours: int = 72
    alleged_count_apart_days: int = 7  # between two counts by alleged kind of actor: what came today cannot be seen
    homes_in_cell_min: int = 5_000
    homes_in_cell_min_sensitive: int = 20_000
    settlements_in_cell_min: int = 5
    # warnings
    warning_lifetime_hours_max: int = 72
    audience_max_warner: int = 250_000  # by role: the most people that both who release a warning may reach
    audience_max_key_keeper: int = 100_000_000
    sim_parts_per_minute: int = 10  # one SIM card, before its network takes it for spam
    sim_minutes: int = 10  # in which the SIM cards of the head-count would be done
    delivery_lease_seconds: int = 60
    delivery_batch: int = 5_000  # at most; a gateway says for itself how many it takes at once
    delivery_batch_while_told: int = 500  # while people tell: more than a real gateway takes meanwhile
    # the ledger (docs/decisions/0017-the-hour-says-nothing.md)
    ledger_leaves_an_hour: int = 64  # a multiple of 16; the public log grows by exactly so many
    # people
    second_factor_minutes: int = 10
    invite_hours: int = 72
    unseal_file_hours: int = 24
    # complaints
    complaint_read_days: int = 2  # until both who read it have
    complaint_answer_days: int = 14
    complaint_recording_bytes_max: int = 4_194_304
    # help
    sender_held_days_one: int = 3  # on one person's word
    sender_held_days_two: int = 30
    unnamed_an_hour_max: int = 200  # needs and offers with no way to reach anybody; further ones are looked at first
    check_in_grace_minutes: int = 30
    check_in_step_minutes: int = 15
    check_in_acted_minutes: int = 60
    shift_people_min: int = 2
    shift_note_hours: int = 48  # a word for the next pair that no pair came to read
    hard_events_max: int = 3  # so many in `hard_days`, and new plans leave somebody out for `hard_rest_days`
    hard_days: int = 30
    hard_rest_days: int = 7
    first_aid_refresh_days: int = 365
    first_aid_counts_days: int = 730  # then a plan does not count on it
    plan_review_days_max: int = 180  # a plan is looked at again within half a year
    plan_kit_days: int = 90  # first-aid kit and telephone numbers
    plan_drill_days: int = 180
    event_heads_a_steward: int = 100  # at least one place helper for so many people who are expected
    event_hours_max: int = 12  # a round of several days is one plan a day
    event_ahead_days: int = 60  # no plan of an event lies longer than that before it
    event_go_hours: int = 24  # nobody says go earlier before it begins
    # forgetting
    fixity_days: int = 7  # how often every seal is hashed again
    key_backup_days: int = 7  # then a backup says no more of what was erased
    reply_window_hours: int = 72
    shift_names_days: int = 30
    event_shred_hours: int = 72  # after the debrief
    event_lapse_days: int = 90  # after it was written, when nobody debriefs it
    tracing_published_days: int = 180  # then what was published of a person sought is wiped


DEFAULT = Policy()
