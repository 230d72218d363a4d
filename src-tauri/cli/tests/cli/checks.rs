//! `doctor`, `audit verify` and `holds sweep`.

use super::shop::Shop;
use rusqlite::Connection;
use serde_json::json;
use stockroom_core::kernel::RequestId;
use stockroom_core::{Clock, Core, Instant, ManualClock, OpenOptions};

#[test]
fn an_altered_audit_entry_is_found() {
    let shop = Shop::new();
    shop.stocked("TEA-1", 3);
    let intact = shop.run(["audit", "verify"]);
    assert_eq!((intact.code, intact.json()["value"]["intact"].clone()), (0, json!(true)));

    let hand = Connection::open(&shop.store).expect("a connection");
    hand.execute_batch(
        "DROP TRIGGER audit_entry_is_not_changed;
         UPDATE audit_entry SET actor = 'somebody else' WHERE seq = 4;",
    )
    .expect("an alteration");
    drop(hand);
    let broken = shop.run(["audit", "verify"]);
    assert_eq!((broken.code, broken.json()["value"]["firstBadSeq"].clone()), (1, json!(4)), "{broken:?}");
    let doctor = shop.run(["doctor"]);
    assert_eq!((doctor.code, doctor.json()["value"]["ok"].clone()), (1, json!(false)), "{doctor:?}");
}

#[test]
fn a_balance_without_its_movement_is_found() {
    let shop = Shop::new();
    shop.stocked("TEA-1", 3);
    let hand = Connection::open(&shop.store).expect("a connection");
    hand.execute_batch("UPDATE stock_balance SET on_hand = 4").expect("an alteration");
    drop(hand);
    let run = shop.run(["doctor"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.out.contains("TEA-1: balance 4/0, movements 3/0"), "{run:?}");
}

#[test]
fn holds_past_their_time_are_swept() {
    let shop = Shop::new();
    let variant = shop.stocked("TEA-1", 3);
    // An hour ago, somebody held two units for a minute and closed the store.
    let an_hour_ago = Instant(Clock::System.now().0 - 3_600_000);
    let then = Clock::Manual(ManualClock::at(an_hour_ago));
    let core = Core::open(OpenOptions::new(&shop.store).background(false).clock(then)).expect("the store opens");
    let hold = json!({ "lines": [{ "variantId": variant, "quantity": 2 }], "ttlSeconds": 60 }).to_string();
    let id = RequestId::new(an_hour_ago).to_string();
    let held = core.dispatch(&core.owner_session(), "reservation_create", &id, &hold);
    assert!(held.contains("\"done\""), "{held}");
    drop(core);

    let swept = shop.run(["holds", "sweep"]);
    assert_eq!(swept.code, 0, "{swept:?}");
    assert_eq!(swept.json(), json!({ "ended": 1, "active": 0, "activeUnits": 0 }));
    assert_eq!(shop.run(["holds", "sweep"]).json()["ended"], 0, "a hold ends once");
    assert_eq!(shop.call("stock_list", &json!({})).value()["rows"][0]["available"], 3);
}

#[test]
fn a_clock_that_was_set_back_moves_deadlines_once() {
    let shop = Shop::new();
    let variant = shop.stocked("TEA-1", 3);
    // The clock ran an hour ahead while two units were held for two hours, and was set right afterwards.
    let an_hour_ahead = Instant(Clock::System.now().0 + 3_600_000);
    let then = Clock::Manual(ManualClock::at(an_hour_ahead));
    let core = Core::open(OpenOptions::new(&shop.store).background(false).clock(then)).expect("the store opens");
    let hold = json!({ "lines": [{ "variantId": variant, "quantity": 2 }], "ttlSeconds": 7200 }).to_string();
    let id = RequestId::new(an_hour_ahead).to_string();
    let held = core.dispatch(&core.owner_session(), "reservation_create", &id, &hold);
    assert!(held.contains("\"done\""), "{held}");
    drop(core);

    let deadline = || shop.run(["call", "reservation_list"]).value()["rows"][0]["expiresAt"].clone();
    let first = deadline();
    assert!(first.as_i64().expect("a running hold") < an_hour_ahead.0 + 7_200_000, "it keeps the time it had left");
    assert_eq!(deadline(), first, "and is not moved again by the next opening");
}
