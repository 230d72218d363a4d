//! Holds: units promised for a time, and what happens when the time is over, the program was closed, or somebody set
//! the clock.

mod support;

use serde_json::{Value, json};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant as Elapsed};
use stockroom_core::kernel::Topic;
use stockroom_core::{Clock, Core, OpenOptions};
use support::{Answer, Shop, doctor, new_id, text};

#[test]
fn a_hold_takes_from_what_is_available_and_not_from_the_shelf() {
    Shop::open().play(
        "receive tea 10
         hold R1 tea 3
         stock tea 10 3 7
         hold R2 tea 8 -> STOCK_INSUFFICIENT
         hold R2 tea 7
         hold R3 tea 1 -> STOCK_INSUFFICIENT
         stock tea 10 10 0
         release R1
         stock tea 10 7 3
         doctor",
    );
}

#[test]
fn several_lines_are_held_together_or_not_at_all() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 10 coffee 1
         hold R1 tea 3 coffee 2 -> STOCK_INSUFFICIENT
         stock tea 10 0 10
         hold R1 tea 3 coffee 1
         stock tea 10 3 7
         stock coffee 1 1 0
         hold R2 tea 4 tea 4 -> STOCK_INSUFFICIENT
         release R1
         stock tea 10 0 10
         stock coffee 1 0 1",
    );
    let group = shop.last["groupId"].clone();
    let hold = shop.call("reservation_get", json!({ "id": shop.hold_id("R1") })).done();
    assert_eq!(hold["reservation"]["groupId"], group);
    assert_eq!(hold["group"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_shortage_tells_who_has_the_rest_and_until_when() {
    let mut shop = Shop::open();
    shop.play("receive tea 5\n hold Maja tea 4 for 90s");
    let lines = shop.lines(&["tea", "2"]);
    let refusal = shop.refuses("STOCK_INSUFFICIENT", "reservation_create", json!({ "lines": lines }));
    let line = &refusal["lines"][0];
    assert_eq!((&line["requested"], &line["available"], &line["onHand"]), (&json!(2), &json!(1), &json!(5)));
    let holder = &line["heldBy"][0];
    assert_eq!((text(&holder["label"]), &holder["quantity"]), ("Maja".to_owned(), &json!(4)));
    assert_eq!(holder["expiresAt"], json!(shop.core.clock().now().0 + 90_000));
}

#[test]
fn a_hold_of_one_second_lapses_after_one_second() {
    Shop::open().play(
        "receive tea 3
         hold R1 tea 3 for 1s
         tick 999ms
         hold R2 tea 1 -> STOCK_INSUFFICIENT
         held R1 active
         tick 1ms
         hold R2 tea 3
         held R1 expired
         stock tea 3 3 0
         doctor",
    );
}

#[test]
fn the_sweep_ends_each_lapsed_hold_once() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 10
         hold R1 tea 3 for 1s
         hold R2 tea 2 for 5s
         tick 1s
         sweep 1
         sweep 0
         held R1 expired
         held R2 active
         stock tea 10 2 8",
    );
    let entries = shop.all_pages("audit_list", &json!({ "filter": { "actions": ["reservation_expired"] } }), 200);
    assert_eq!(entries.len(), 1);
    assert_eq!((text(&entries[0]["actor"]), &entries[0]["requestId"]), ("system".to_owned(), &Value::Null));
}

#[test]
fn a_sweep_of_many_goes_through_all_of_them() {
    let mut shop = Shop::open();
    shop.play("receive tea 1000");
    let line = json!({ "variantId": shop.variant("tea"), "quantity": 1 });
    for _ in 0..3 {
        let lines: Vec<Value> = (0..150).map(|_| line.clone()).collect();
        shop.call("reservation_create", json!({ "lines": lines, "ttlSeconds": 1 })).done();
    }
    shop.play(
        "stock tea 1000 450 550
         tick 1s
         sweep 450
         stock tea 1000 0 1000
         doctor",
    );
}

/// The prelude ends a chunk of what is due. What lies beyond the chunk must count for nothing all the same.
#[test]
fn a_hold_past_its_time_counts_for_nothing_before_it_is_swept() {
    let mut shop = Shop::open();
    shop.play("receive other 500 tea 5");
    let line = json!({ "variantId": shop.variant("other"), "quantity": 1 });
    let lines: Vec<Value> = (0..400).map(|_| line.clone()).collect();
    shop.call("reservation_create", json!({ "lines": lines, "ttlSeconds": 1 })).done();
    shop.play(
        "hold R1 tea 2 for 2s
         hold R2 tea 3 for 2s
         order O1 tea 1 -> STOCK_INSUFFICIENT
         tick 3s
         hold R3 tea 4
         held R3 active",
    );
    let active = "SELECT count(*) FROM reservation WHERE status = 'active' AND for_whom = ''";
    assert!(shop.number(active) > 0, "some of the others are still to be swept, or this shows nothing");
    shop.play("extend R2 60s -> HOLD_ENDED\n order O1 tea 2 -> STOCK_INSUFFICIENT\n order O1 tea 1 confirmed");
    let listed = shop.all_pages("reservation_list", &json!({}), 200);
    assert_eq!(listed.len(), 1, "only R3 runs: {listed:?}");
    shop.core.sweep().expect("a sweep");
    shop.play("stock tea 5 5 0\n stock other 500 0 500\n doctor");
}

#[test]
fn a_hold_past_its_time_keeps_no_count_from_being_entered() {
    let mut shop = Shop::open();
    shop.play("receive other 500 tea 5");
    let line = json!({ "variantId": shop.variant("other"), "quantity": 1 });
    let lines: Vec<Value> = (0..400).map(|_| line.clone()).collect();
    shop.call("reservation_create", json!({ "lines": lines, "ttlSeconds": 1 })).done();
    shop.play(
        "hold R1 tea 2 for 2s
         hold R2 tea 2 for 1h
         tick 3s
         count tea 1 -> STOCK_BELOW_RESERVED
         count tea 2
         held R1 expired
         stock tea 2 2 0",
    );
    let active = "SELECT count(*) FROM reservation WHERE status = 'active' AND for_whom = ''";
    assert!(shop.number(active) > 0, "some of the others are still to be swept, or this shows nothing");
    shop.doctor();
}

/// The window and the command line both watch the clock of one store.
#[test]
fn a_set_clock_is_settled_once_by_two_programs() {
    let mut shop = Shop::open();
    shop.play("receive tea 10\n hold R1 tea 3 for 60s");
    let other = Core::open(support::options(&shop.path, &shop.clock).create(false)).expect("it opens");
    shop.play("clock +1h\n receive tea 1");
    assert_eq!(other.sweep(), Ok(0));
    shop.play(
        "sweep 0
         held R1 active
         tick 59s
         sweep 0
         tick 1s
         sweep 1",
    );
    let jumps = shop.all_pages("audit_list", &json!({ "filter": { "actions": ["clock_jumped"] } }), 200);
    assert_eq!(jumps.len(), 1, "{jumps:?}");
}

#[test]
fn a_hold_ends_exactly_once() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 10
         hold R1 tea 1
         release R1
         release R1 -> HOLD_ENDED
         extend R1 60s -> HOLD_ENDED
         hold R2 tea 1 for 1s
         tick 1s
         release R2 -> HOLD_ENDED
         extend R2 60s -> HOLD_ENDED
         hold R3 tea 1
         order O1 from R3 confirmed
         release R3 -> HOLD_ENDED
         extend R3 60s -> HOLD_ENDED
         stock tea 10 1 9
         doctor",
    );
    let refusal = shop.refuses("HOLD_ENDED", "reservation_release", json!({ "ids": shop.hold_ids("R2") }));
    assert_eq!(refusal["status"], "expired");
    let error = shop.tamper().execute("UPDATE reservation SET status = 'active', ended_at = NULL", []);
    assert!(error.expect_err("SQL refuses it too").to_string().contains("an ended reservation stays as it ended"));
}

#[test]
fn an_extended_hold_runs_longer() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 10
         hold R1 tea 3 coffee 0 for 60s -> VALIDATION
         hold R1 tea 3 for 60s
         extend R1 30s
         tick 89s
         held R1 active
         sweep 0
         tick 1s
         sweep 1
         held R1 expired
         hold R2 tea 1 for 30d
         extend R2 1s -> VALIDATION
         tick 1s
         extend R2 1s",
    );
    let both = [shop.hold_id("R2"), new_id()];
    shop.refuses("NOT_FOUND", "reservation_extend", json!({ "ids": both, "bySeconds": 60 }));
    let twice = [shop.hold_id("R2"), shop.hold_id("R2")];
    shop.refuses("VALIDATION", "reservation_release", json!({ "ids": twice }));
}

#[test]
fn holds_that_ran_out_while_closed_are_swept_at_the_start() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 10
         hold R1 tea 3 for 60s
         hold R2 tea 2 for 1h",
    );
    shop.core.close();
    shop.play("tick 5m");
    shop.reopen();
    shop.play(
        "sweep 0
         held R1 expired
         held R2 active
         stock tea 10 2 8
         doctor",
    );
}

#[test]
fn a_clock_set_forward_moves_every_deadline_in_one_audited_act() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 10
         hold R1 tea 3 for 60s
         hold R2 tea 2 for 60s
         order O1 tea 1 hold 60s
         clock +1h
         sweep 0
         held R1 active
         tick 59s
         sweep 0
         tick 1s
         sweep 3
         doctor",
    );
    let jumps = shop.all_pages("audit_list", &json!({ "filter": { "actions": ["clock_jumped"] } }), 200);
    assert_eq!(jumps.len(), 1, "{jumps:?}");
    let entry = shop.call("audit_get", json!({ "seq": jumps[0]["seq"] })).done();
    assert_eq!((&entry["newValue"]["byMs"], &entry["newValue"]["rows"]), (&json!(3_600_000), &json!(3)));
    assert_eq!(jumps[0]["actor"], "system");
}

#[test]
fn a_clock_set_back_keeps_no_hold_alive() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 10
         hold R1 tea 3 for 60s
         clock -2h
         sweep 0
         tick 60s
         sweep 1
         held R1 expired
         doctor",
    );
}

#[test]
fn a_clock_that_is_steered_is_not_a_clock_that_was_set() {
    let mut shop = Shop::open();
    shop.play("receive tea 10\n hold R1 tea 1 for 1h");
    for _ in 0..50 {
        shop.play("tick 61s\n clock 500ms\n receive tea 1");
    }
    assert_eq!(shop.all_pages("audit_list", &json!({ "filter": { "actions": ["clock_jumped"] } }), 200).len(), 0);
}

#[test]
fn a_clock_set_back_while_closed_keeps_no_hold_alive() {
    let mut shop = Shop::open();
    shop.play("receive tea 10\n hold R1 tea 3 for 60s");
    shop.core.close();
    shop.play("clock -2h");
    shop.reopen();
    shop.play(
        "sweep 0
         held R1 active
         tick 60s
         sweep 1
         held R1 expired
         doctor",
    );
}

#[test]
fn a_clock_set_back_is_settled_once() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 10
         clock -2h
         hold R1 tea 3 for 60s
         tick 5s
         reopen
         sweep 0
         held R1 active
         reopen
         sweep 0
         tick 55s
         sweep 1",
    );
    let jumps = shop.all_pages("audit_list", &json!({ "filter": { "actions": ["clock_jumped"] } }), 200);
    assert_eq!(jumps.len(), 1, "{jumps:?}");
}

#[test]
fn the_time_of_a_hold_has_limits() {
    let mut shop = Shop::open();
    shop.play("receive tea 10");
    let lines = shop.lines(&["tea", "1"]);
    for seconds in [0, -1, 30 * 86_400 + 1, i64::MAX, i64::MIN] {
        shop.refuses("VALIDATION", "reservation_create", json!({ "lines": lines, "ttlSeconds": seconds }));
    }
    for seconds in [1, 30 * 86_400] {
        shop.call("reservation_create", json!({ "lines": lines, "ttlSeconds": seconds })).done();
    }
    let usual = shop.call("reservation_create", json!({ "lines": lines })).done();
    assert_eq!(usual["rows"][0]["expiresAt"], json!(shop.core.clock().now().0 + 600_000), "10 minutes by default");
    shop.call("settings_update", json!({ "rowVersion": 1, "holdSeconds": 90 })).done();
    let shorter = shop.call("reservation_create", json!({ "lines": lines })).done();
    assert_eq!(shorter["rows"][0]["expiresAt"], json!(shop.core.clock().now().0 + 90_000));
}

#[test]
fn the_list_of_holds_by_deadline_text_and_fate() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 100 coffee 100
         hold Maja tea 1 for 50s
         hold Niamh coffee 1 for 40s
         hold Tom tea 1 for 1s
         order O1 tea 2 hold 30s
         tick 1s
         sweep 1
         hold Gone coffee 3
         release Gone",
    );
    let whom = |request: Value| -> Vec<String> {
        shop.all_pages("reservation_list", &request, 1).iter().map(|row| text(&row["forWhom"])).collect()
    };
    assert_eq!(whom(json!({})), ["O1", "Niamh", "Maja"]);
    assert_eq!(whom(json!({ "sort": "latest" })), ["Maja", "Niamh", "O1"]);
    assert_eq!(whom(json!({ "sort": "newest" })), ["O1", "Niamh", "Maja"]);
    assert_eq!(whom(json!({ "status": ["EXPIRED", "Released"], "sort": "ended" })), ["Gone", "Tom"]);
    assert_eq!(whom(json!({ "kind": "order" })), ["O1"]);
    assert_eq!(whom(json!({ "kind": "customer", "text": "tea" })), ["Maja"]);
    assert_eq!(whom(json!({ "text": "nia" })), ["Niamh"]);
    assert_eq!(whom(json!({ "lapsingWithinSeconds": 40 })), ["O1", "Niamh"]);
    let summary = shop.call("reservation_summary", json!({})).done();
    let figures = ["active", "activeUnits", "forOrders", "endedToday", "lapsedToday", "releasedToday", "consumedToday"];
    assert_eq!(figures.map(|field| summary[field].as_i64().expect("a figure")), [3, 4, 1, 2, 1, 1, 0]);
}

/// With the machine's own clock: the thread wakes by itself and says so. Waited for by the change it announces.
#[test]
fn a_hold_lapses_by_itself_and_the_change_is_announced() {
    support::tell_incidents();
    let folder = tempfile::TempDir::new().expect("a folder");
    let options = OpenOptions::new(folder.path().join("shop.stockroom")).create(true).clock(Clock::System);
    let core = Core::open(options).expect("a store");
    let session = core.owner_session();
    let call = |command: &str, payload: Value| {
        Answer::parse(core.dispatch(&session, command, &new_id(), &payload.to_string())).done()
    };
    let tea =
        call("product_create", json!({ "name": "tea", "sku": "tea", "price": "1.00" }))["variants"][0]["id"].clone();
    call("stock_receive", json!({ "lines": [{ "variantId": tea, "quantity": 1 }] }));
    let held = call("reservation_create", json!({ "lines": [{ "variantId": tea, "quantity": 1 }], "ttlSeconds": 1 }));

    let heard = Arc::new((Mutex::new(0), Condvar::new()));
    let tell = heard.clone();
    core.on_change(move |change| {
        if change.topics.contains(&Topic::Holds) && change.topics.contains(&Topic::Stock) {
            *tell.0.lock().expect("the count") += 1;
            tell.1.notify_all();
        }
    });
    let status = |id: &Value| {
        let hold = call("reservation_get", json!({ "id": id }));
        text(&hold["reservation"]["status"])
    };
    // Nobody waits this long unless the thread never wakes.
    let deadline = Elapsed::now() + Duration::from_secs(60);
    // The change of the hold itself may still be on its way: every change is looked at until the hold has lapsed.
    let mut looked_at = 0;
    while status(&held["rows"][0]["id"]) != "expired" {
        let mut changes = heard.0.lock().expect("the count");
        while *changes == looked_at {
            let left = deadline.saturating_duration_since(Elapsed::now());
            assert!(!left.is_zero(), "the hold did not lapse by itself");
            changes = heard.1.wait_timeout(changes, left).expect("the count").0;
        }
        looked_at = *changes;
    }
    doctor(&core);
}
