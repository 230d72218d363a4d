//! Waiting for units: the queue of a variant and location, what serves it, and how a wait ends.

mod support;

use serde_json::{Value, json};
use std::sync::Arc;
use stockroom_core::{Clock, Core, OpenOptions};
use support::{Shop, column, doctor, new_id, text};

/// Holds of a wait, oldest first: their quantities and states.
fn holds_of(shop: &Shop, name: &str) -> Vec<(i64, String)> {
    let id = shop.wait_id(name);
    let conn = shop.look();
    let mut statement = conn
        .prepare(
            "SELECT reservation.quantity, reservation.status FROM reservation
             JOIN stock_wait ON stock_wait.id = reservation.wait_id
             WHERE stock_wait.id = unhex(?1, '-') ORDER BY reservation.seq",
        )
        .expect("a statement");
    let rows = statement.query_map([id], |row| Ok((row.get(0)?, row.get(1)?))).expect("rows");
    rows.collect::<Result<_, _>>().expect("holds")
}

#[test]
fn whoever_came_first_is_served_first_and_each_gets_a_hold() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 2
         hold R1 tea 2
         wait Ann tea 1
         wait Ben tea 1
         waits Ann waiting 0
         stock tea 2 2 0",
    );
    let (ann, ben) = (shop.waited("Ann"), shop.waited("Ben"));
    assert_eq!((&ann["position"], &ann["ahead"]), (&json!(1), &json!(0)));
    assert_eq!((&ben["position"], &ben["ahead"]), (&json!(2), &json!(1)));
    shop.play(
        "receive tea 1
         waits Ann granted 1
         waits Ben waiting 0
         stock tea 3 3 0
         doctor",
    );
    let ann = shop.waited("Ann");
    assert_eq!((&ann["position"], &ann["endedAt"]), (&json!(null), &json!(shop.core.clock().now().0)));
    assert_eq!(shop.waited("Ben")["position"], 1);
    let holds = shop.call("reservation_list", json!({ "text": "Ann" })).done()["rows"].clone();
    let hold = &holds[0];
    assert_eq!((&hold["quantity"], &hold["forWhom"], &hold["groupId"]), (&json!(1), &json!("Ann"), &ann["groupId"]));
    assert_eq!(hold["expiresAt"], json!(shop.core.clock().now().0 + 600_000), "the store's usual time");
    assert_eq!(hold["staffName"], "Owner", "it is of whoever waited");
    // The store itself served it, on the way of the receipt, and says so.
    let granted = shop.call("audit_list", json!({ "filter": { "actions": ["wait_granted"] } })).done()["rows"].clone();
    let entry = shop.call("audit_get", json!({ "seq": granted[0]["seq"] })).done();
    assert_eq!((&entry["row"]["actor"], &entry["row"]["objectType"]), (&json!("system"), &json!("wait")), "{entry}");
    assert!(entry["row"]["requestId"].is_string(), "{entry}");
    assert_eq!((&entry["newValue"]["reservationId"], &entry["newValue"]["units"]), (&hold["id"], &json!(1)), "{entry}");
}

#[test]
fn a_large_one_at_the_head_holds_up_the_small_one_behind_it() {
    let mut shop = Shop::open();
    shop.play(
        "wait Large tea 3
         wait Small tea 1
         receive tea 2
         waits Large waiting 0
         waits Small waiting 0
         # What is waited for stays free to sell until it is granted.
         stock tea 2 0 2
         hold R1 tea 1
         stock tea 2 1 1
         receive tea 1
         waits Large waiting 0
         release R1
         waits Large granted 3
         waits Small waiting 0
         receive tea 1
         waits Small granted 1
         stock tea 4 4 0
         doctor",
    );
}

#[test]
fn whoever_accepts_part_gets_what_there_is_and_keeps_the_place_for_the_rest() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 1
         wait Ann tea 4 part hold 60s
         waits Ann waiting 1
         wait Ben tea 1
         stock tea 1 1 0
         receive tea 2
         waits Ann waiting 3
         waits Ben waiting 0
         receive tea 2
         waits Ann granted 4
         waits Ben granted 1
         stock tea 5 5 0
         doctor",
    );
    let active = |quantity: i64| (quantity, "active".to_owned());
    assert_eq!(holds_of(&shop, "Ann"), [active(1), active(2), active(1)]);
    let groups: Vec<Vec<u8>> = column(&shop.look(), "SELECT DISTINCT group_id FROM reservation ORDER BY group_id");
    assert_eq!(groups.len(), 2, "the parts of one wait belong together");
}

#[test]
fn what_is_free_already_is_granted_at_once_if_nobody_is_before() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 5
         wait Ann tea 2
         waits Ann granted 2
         wait Ben tea 4
         waits Ben waiting 0
         # Three are free, but Ben comes first.
         wait Cai tea 1
         waits Cai waiting 0
         forgo Ben
         waits Ben cancelled 0
         waits Cai granted 1
         stock tea 5 3 2
         doctor",
    );
    // A hold past its time keeps nobody waiting, swept or not.
    shop.play("hold R1 tea 2 for 5s\n tick 5s\n wait Dee tea 2\n waits Dee granted 2\n held R1 expired\n doctor");
    let lines = shop.lines(&["tea", "1", "coffee", "2"]);
    let rows = shop.call("wait_create", json!({ "lines": lines, "forWhom": "Eve" })).done()["rows"].clone();
    assert_eq!(rows[0]["groupId"], rows[1]["groupId"]);
    let skus: Vec<&Value> = rows.as_array().expect("rows").iter().map(|row| &row["sku"]).collect();
    assert_eq!(skus, ["tea", "coffee"]);
}

/// Each act that can bring units, with a queue before it.
#[test]
fn everything_that_frees_units_serves_the_queue() {
    for (frees, before, act) in [
        ("a lapse", "hold R1 tea 2 for 60s", "tick 60s\n sweep 1"),
        ("a lapse before a command", "hold R1 tea 2 for 60s", "tick 60s\n receive coffee 1"),
        ("a release", "hold R1 tea 2", "release R1"),
        ("a cancelled pending order", "order O1 tea 2", "cancel O1"),
        ("a cancelled confirmed order", "order O1 tea 2 confirmed", "cancel O1"),
        ("a line closed short", "order O1 tea 2 confirmed", "close O1 1 2"),
        ("a receipt", "hold R1 tea 2", "receive tea 2"),
        ("an adjustment", "hold R1 tea 2", "adjust tea 2 found"),
        ("a figure that was counted", "hold R1 tea 2", "count tea 4"),
        ("a transfer", "location back\n receive tea 2 at back\n hold R1 tea 2", "transfer back floor tea 2"),
        ("an undone adjustment", "receive tea 2\n adjust tea -2 lost\n hold R1 tea 2", "undo"),
    ] {
        let mut shop = Shop::open();
        shop.play("receive tea 2");
        shop.play(before);
        shop.play("wait Ann tea 2\n waits Ann waiting 0");
        shop.play(act);
        assert_eq!((shop.waited("Ann")["status"].clone(), frees), (json!("granted"), frees));
        shop.doctor();
    }
}

#[test]
fn an_opening_stock_a_posted_count_and_an_import_serve_the_queues_they_touch() {
    let mut shop = Shop::open();
    shop.play(
        "product tea 1.00
         wait Ann tea 3
         wait Ben coffee 1
         wait Cai milk 2
         open tea 3
         waits Ann granted 3",
    );
    let sheet = shop.call("count_start", json!({ "scope": "all" })).done()["id"].clone();
    let entries =
        json!([{ "code": "tea", "quantity": 3, "mode": "set" }, { "code": "coffee", "quantity": 4, "mode": "set" }]);
    shop.call("count_enter", json!({ "id": sheet, "entries": entries })).done();
    let version = shop.call("count_get", json!({ "id": sheet })).done()["rowVersion"].clone();
    shop.call("count_post", json!({ "id": sheet, "rowVersion": version, "uncounted": "leave" })).done();
    shop.play("waits Ben granted 1\n waits Cai waiting 0\n doctor");

    let csv = "SKU,Name,Price,On hand\nmilk,milk,1.00,5\n";
    let path = shop.folder().join("goods.csv");
    std::fs::write(&path, csv).expect("a file");
    let source = shop.core.grant_source(path).expect("a token");
    let mut file = shop.call("import_open", json!({ "source": source })).done();
    file["mapping"]["stock"] = json!("set");
    shop.call("import_check", json!({ "importId": file["importId"], "mapping": file["mapping"] })).done();
    shop.call("import_apply", json!({ "importId": file["importId"] })).done();
    shop.play("waits Cai granted 2\n stock milk 5 2 3\n doctor");
}

#[test]
fn what_lapsed_goes_to_the_waiter_and_not_to_whoever_asks_next() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 3
         hold R1 tea 1 for 60s
         hold R2 tea 2 for 60s
         wait Ann tea 2
         tick 60s",
    );
    // The sweep has not come by: the decision itself ends the holds, and serves Ann before it judges.
    let lines = shop.lines(&["tea", "2"]);
    let refusal = shop.call("reservation_create", json!({ "lines": lines })).refused("STOCK_INSUFFICIENT");
    assert_eq!(refusal["lines"][0]["available"], 1);
    shop.play("hold R3 tea 1\n waits Ann granted 2\n stock tea 3 3 0\n doctor");
}

/// No prelude comes before the second piece of work of one batch: the decision alone has to know.
#[test]
fn a_decision_that_ends_a_hold_serves_the_queue_before_it_judges() {
    use stockroom_core::db::{Act, Committed, Told};
    let mut shop = Shop::open();
    shop.play("receive tea 2\n hold R1 tea 2 for 60s\n wait Ann tea 2");
    let variant = shop.variant("tea");
    let clock = shop.clock.clone();
    let work = Box::new(move |uow: &mut stockroom_core::db::Uow<'_>| {
        // The time comes while the command runs.
        clock.advance_ms(60_000);
        let mut later =
            stockroom_core::db::Uow::new(uow.conn, stockroom_core::Instant(uow.now.0 + 60_000), uow.actor, uow.act)?;
        let request = serde_json::from_value(json!({ "lines": [{ "variantId": variant, "quantity": 1 }] }))?;
        match stockroom_core::reservations::reservation_create(&mut later, request) {
            Err(stockroom_core::kernel::Failure::Refused(refusal)) => Ok(Told(refusal.code().to_owned())),
            other => Ok(Told(format!("{:?}", other.map(|_| "held")))),
        }
    });
    match shop.core.work(&shop.session.actor, Act::default(), work) {
        Committed::Told(said) => assert_eq!(said, "STOCK_INSUFFICIENT"),
        other => panic!("{other:?}"),
    }
    shop.play("waits Ann granted 2\n held R1 expired\n doctor");
}

#[test]
fn a_wait_ends_at_its_time_and_lets_the_next_one_up() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 1
         wait Ann tea 5 until 1h
         wait Ben tea 1
         waits Ben waiting 0",
    );
    assert_eq!(shop.core.next_deadline(), Some(stockroom_core::Instant(shop.core.clock().now().0 + 3_600_000)));
    shop.play("tick 1h");
    // Not swept yet: it counts for nothing already.
    let listed = shop.call("wait_list", json!({})).done()["rows"].clone();
    assert_eq!(listed.as_array().map(Vec::len), Some(1), "{listed}");
    assert_eq!(
        (&listed[0]["forWhom"], &listed[0]["position"], &listed[0]["ahead"]),
        (&json!("Ben"), &json!(1), &json!(0))
    );
    // A command ends it on its way, although it is refused itself.
    let refusal = shop.call("wait_cancel", json!({ "ids": [shop.wait_id("Ann")] })).refused("WAIT_ENDED");
    assert_eq!(refusal["status"], "expired");
    shop.play("waits Ann expired 0\n waits Ben granted 1\n sweep 0\n doctor");
    // The store's own time, where nobody says otherwise: a week.
    shop.play("wait Cai tea 1\n tick 167h\n sweep 1\n waits Cai granted 1");
    shop.play(
        "wait Dee tea 9\n tick 167h\n sweep 1\n waits Dee waiting 0\n tick 1h\n sweep 1\n waits Dee expired 0\n doctor",
    );
}

#[test]
fn a_clock_that_was_set_moves_the_end_of_a_wait_too() {
    let mut shop = Shop::open();
    shop.play("wait Ann tea 1 until 1h\n tick 30m\n clock 5h\n receive coffee 1\n waits Ann waiting 0\n sweep 0");
    assert_eq!(shop.waited("Ann")["expiresAt"], json!(shop.core.clock().now().0 + 30 * 60_000));
    shop.play("clock -8h\n receive coffee 1\n tick 29m\n sweep 0\n tick 1m\n sweep 1\n waits Ann expired 0\n doctor");
}

#[test]
fn what_fell_due_while_the_store_was_closed_is_settled_when_it_opens() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 2
         hold R1 tea 2 for 60s
         wait Ann tea 2
         wait Ben tea 1 until 60s
         tick 2m
         reopen
         waits Ann granted 2
         waits Ben expired 0
         doctor",
    );
    assert_eq!(shop.core.swept_at_opening(), 2);
}

#[test]
fn a_pending_order_waits_until_it_is_confirmed_or_cancelled() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 3
         order O1 tea 3 hold 60s
         tick 60s
         hold R1 tea 2
         wait W1 tea 2 of O1
         waits W1 waiting 0",
    );
    let wait = shop.waited("W1");
    assert_eq!((&wait["orderNumber"], &wait["holdSeconds"]), (&json!("2026-000001"), &json!(3600)));
    // Lapsed, and two are another's: it cannot be confirmed, and goes on waiting.
    shop.play(
        "confirm O1 -> STOCK_INSUFFICIENT\n waits W1 waiting 0\n release R1\n waits W1 granted 2\n stock tea 3 2 1",
    );
    let holds = shop.call("reservation_list", json!({ "orderId": shop.order_id("O1") })).done()["rows"].clone();
    assert_eq!((&holds[0]["quantity"], &holds[0]["orderNumber"]), (&json!(2), &json!("2026-000001")));
    shop.play("confirm O1\n stock tea 3 3 0\n doctor");

    // What a wait brought beyond its lines goes back.
    shop.play("receive tea 4\n order O2 tea 1\n wait W2 tea 3 of O2\n waits W2 granted 3\n stock tea 7 7 0");
    shop.play("confirm O2\n stock tea 7 4 3\n doctor\n cancel O2\n stock tea 7 3 4\n doctor");
    shop.play("order O3 tea 1\n wait W3 tea 9 of O3\n cancel O3\n waits W3 cancelled 0\n doctor");
    let closed = shop.order_id("O3");
    let lines = shop.lines(&["tea", "1"]);
    shop.refuses("VALIDATION", "wait_create", json!({ "lines": lines, "orderId": closed }));
}

#[test]
fn many_orders_that_are_cancelled_at_once_give_to_the_queue_before_the_next_takes() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 2
         order O1 tea 2 hold 1h
         order O2 coffee 1 -> STOCK_INSUFFICIENT
         wait Ann tea 2",
    );
    let ids = json!([shop.order_id("O1")]);
    shop.call("order_transition_many", json!({ "ids": ids, "to": "cancelled", "reason": "asked to" })).done();
    shop.play("waits Ann granted 2\n doctor");
}

#[test]
fn a_basket_waits_while_it_is_open_and_its_holds_are_its_own() {
    let mut shop = Shop::open();
    shop.play("receive tea 1");
    let tea = shop.variant("tea");
    let lines = json!([{ "variantId": tea, "quantity": 2 }]);
    let basket = shop.call("basket_create", json!({ "lines": lines, "name": "Till 1" })).done();
    let waits = shop.call("wait_create", json!({ "lines": lines, "basketId": basket["id"] })).done()["rows"].clone();
    assert_eq!((&waits[0]["status"], &waits[0]["forWhom"]), (&json!("waiting"), &json!("Till 1")));
    let of_basket = json!({ "basketId": basket["id"] });
    assert_eq!(shop.call("wait_list", of_basket.clone()).done()["rows"][0]["id"], waits[0]["id"]);
    shop.play("receive tea 1");
    let holds = shop.call("reservation_list", of_basket).done()["rows"].clone();
    assert_eq!((&holds[0]["quantity"], &holds[0]["basketId"]), (&json!(2), &basket["id"]));
    shop.doctor();
    // Whoever comes now is told whose they are.
    let refusal = shop.refuses("STOCK_INSUFFICIENT", "reservation_create", json!({ "lines": lines }));
    let holder = &refusal["lines"][0]["heldBy"][0];
    assert_eq!((&holder["basketId"], &holder["basketName"]), (&basket["id"], &json!("Till 1")));
}

#[test]
fn news_of_waits_come_in_order_and_once() {
    let mut shop = Shop::open();
    shop.play("receive tea 1\n wait Ann tea 2 part\n wait Ben tea 1 until 60s\n wait Cai tea 1");
    let variant = shop.variant("tea");
    let since = |after: Value| shop.call("wait_since", json!({ "afterSeq": after })).done();
    let begin = shop.call("wait_since", json!({})).done();
    assert_eq!(begin["rows"], json!([]));
    shop.clock.advance_ms(60_000);
    shop.core.sweep().expect("a sweep");
    shop.call("stock_receive", json!({ "lines": [{ "variantId": variant, "quantity": 2 }] })).done();
    let news = since(begin["seq"].clone());
    let told: Vec<(String, String, i64)> = news["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| (text(&row["wait"]["forWhom"]), text(&row["action"]), row["units"].as_i64().expect("units")))
        .collect();
    let row = |whom: &str, action: &str, units| (whom.to_owned(), action.to_owned(), units);
    assert_eq!(told, [row("Ben", "expired", 1), row("Ann", "granted", 1), row("Cai", "granted", 1)]);
    assert_eq!(since(news["seq"].clone())["rows"], json!([]));
}

#[test]
fn what_cannot_be_waited_for_is_refused() {
    let mut shop = Shop::open();
    shop.play("receive tea 1\n wait Ann tea 5");
    let tea = shop.variant("tea");
    let line = json!({ "variantId": tea, "quantity": 1 });
    let basket = shop.call("basket_create", json!({})).done();
    let order = {
        shop.play("order O1 tea 1");
        shop.order_id("O1")
    };
    for (field, request) in [
        ("lines", json!({ "lines": [] })),
        ("lines[0].quantity", json!({ "lines": [{ "variantId": tea, "quantity": 0 }] })),
        ("lines[1].variantId", json!({ "lines": [line, line] })),
        ("holdSeconds", json!({ "lines": [line], "holdSeconds": 0 })),
        ("waitSeconds", json!({ "lines": [line], "waitSeconds": 31_536_001 })),
        ("orderId", json!({ "lines": [line], "basketId": basket["id"], "orderId": order })),
    ] {
        let refusal = shop.refuses("VALIDATION", "wait_create", request);
        assert_eq!(refusal["fields"][0]["field"], field);
    }
    let nobody = new_id();
    for request in [
        json!({ "lines": [{ "variantId": nobody, "quantity": 1 }] }),
        json!({ "lines": [line], "customerId": nobody }),
        json!({ "lines": [line], "basketId": nobody }),
        json!({ "lines": [line], "orderId": nobody }),
    ] {
        shop.refuses("NOT_FOUND", "wait_create", request);
    }
    let id = shop.wait_id("Ann");
    shop.refuses("NOT_FOUND", "wait_cancel", json!({ "ids": [nobody] }));
    shop.refuses("VALIDATION", "wait_cancel", json!({ "ids": [id, id] }));
    shop.play("forgo Ann\n waits Ann cancelled 0\n forgo Ann -> WAIT_ENDED\n doctor");
}

#[test]
fn a_customer_who_waits_is_named() {
    let mut shop = Shop::open();
    let maja = shop.call("customer_create", json!({ "name": "Maja Kovač" })).done()["customer"]["id"].clone();
    let lines = shop.lines(&["tea", "2"]);
    let wait = shop.call("wait_create", json!({ "lines": lines, "customerId": maja })).done()["rows"][0].clone();
    assert_eq!((&wait["forWhom"], &wait["customerName"]), (&json!("Maja Kovač"), &json!("Maja Kovač")));
    let known = shop.call("customer_get", json!({ "id": maja })).done();
    assert_eq!((&known["waits"], &known["holds"]), (&json!(1), &json!(0)));
    // A shortage says how many others wait for.
    shop.play("receive tea 1");
    let short = shop.refuses("STOCK_INSUFFICIENT", "reservation_create", json!({ "lines": lines }));
    assert_eq!(short["lines"][0]["waiting"], 2);
    shop.play("receive tea 1");
    let known = shop.call("customer_get", json!({ "id": maja })).done();
    assert_eq!((&known["waits"], &known["holds"], &known["heldUnits"]), (&json!(0), &json!(1), &json!(2)));
    let held = shop.call("reservation_list", json!({ "customerId": maja })).done()["rows"].clone();
    assert_eq!(held[0]["customerName"], "Maja Kovač");
}

#[test]
fn a_shortage_says_in_a_sentence_who_has_the_rest() {
    let mut shop = Shop::open();
    shop.play("receive tea 3\n order Bea tea 1 confirmed");
    let lines = shop.lines(&["tea", "2"]);
    shop.call("reservation_create", json!({ "lines": lines, "forWhom": "J. Smith", "ttlSeconds": 252 })).done();
    let answer = shop.call("reservation_create", json!({ "lines": lines }));
    assert_eq!(
        answer.json["message"],
        "Not enough stock. tea: 2 requested, 0 free. 3 on the shelf: 2 on hold for J. Smith, 04:12 left; \
         1 for order 2026-000001. Nothing was reserved; ask for less or wait."
    );
}

#[test]
fn somebody_who_needs_the_units_asks_for_them() {
    let mut shop = Shop::open();
    shop.play("receive tea 3\n hold R1 tea 2\n hold R2 tea 1");
    let asked = json!({ "ids": [shop.hold_id("R1")], "note": "A customer is at the desk" });
    let rows = shop.call("reservation_ask_release", asked).done()["rows"].clone();
    let now = shop.core.clock().now().0;
    assert_eq!(
        (&rows[0]["askedAt"], &rows[0]["askedBy"], &rows[0]["askedNote"], &rows[0]["status"]),
        (&json!(now), &json!("Owner"), &json!("A customer is at the desk"), &json!("active"))
    );
    let listed = |asked: bool| {
        let rows = shop.call("reservation_list", json!({ "asked": asked })).done()["rows"].clone();
        rows.as_array().expect("rows").iter().map(|row| text(&row["forWhom"])).collect::<Vec<_>>()
    };
    assert_eq!((listed(true), listed(false)), (vec!["R1".to_owned()], vec!["R2".to_owned()]));
    shop.play("release R1");
    shop.refuses("HOLD_ENDED", "reservation_ask_release", json!({ "ids": [shop.hold_id("R1")] }));
    shop.doctor();
}

/// Two programs on one file: what one frees, the other's waiter gets.
#[test]
fn another_program_that_frees_units_serves_the_queue() {
    let mut shop = Shop::open();
    shop.play("receive tea 2\n hold R1 tea 2\n wait Ann tea 2");
    let other = OpenOptions::new(&shop.path).clock(Clock::Manual(shop.clock.clone())).background(false);
    let other: Arc<Core> = Core::open(other).expect("another program");
    let request = json!({ "ids": shop.hold_ids("R1") }).to_string();
    let answer = other.dispatch(&other.owner_session(), "reservation_release", &new_id(), &request);
    support::Answer::parse(answer).done();
    other.close();
    shop.play("waits Ann granted 2\n stock tea 2 2 0");
    doctor(&shop.core);
}

#[test]
fn pages_of_a_long_queue_follow_one_another() {
    let mut shop = Shop::open();
    shop.play("product tea 1.00");
    let lines = shop.lines(&["tea", "1"]);
    for _ in 0..23 {
        shop.call("wait_create", json!({ "lines": lines })).done();
    }
    let places = |rows: &[Value]| rows.iter().map(|row| row["position"].as_i64().expect("a place")).collect::<Vec<_>>();
    assert_eq!(places(&shop.all_pages("wait_list", &json!({}), 5)), (1..=23).collect::<Vec<_>>());
    shop.play("receive tea 9");
    assert_eq!(places(&shop.all_pages("wait_list", &json!({}), 5)), (1..=14).collect::<Vec<_>>());
    let served = shop.all_pages("wait_list", &json!({ "status": "granted" }), 4);
    let seqs: Vec<i64> = served.iter().map(|row| row["seq"].as_i64().expect("a seq")).collect();
    assert_eq!(seqs, (1..=9).rev().collect::<Vec<_>>(), "the newest first");
    shop.doctor();
}

/// A defect in serving must not take the act with it that freed the units.
#[test]
fn what_cannot_be_served_leaves_the_act_that_freed_the_units() {
    let mut shop = Shop::open();
    shop.play("wait Ann tea 2\n wait Ben coffee 1");
    let broken = "CREATE TRIGGER broken BEFORE INSERT ON reservation WHEN NEW.for_whom = 'Ann'
                  BEGIN SELECT RAISE(ABORT, 'broken'); END";
    shop.tamper().execute_batch(broken).expect("a defect");
    shop.play(
        "receive tea 2 coffee 1
         stock tea 2 0 2
         waits Ann waiting 0
         # Nothing of the serving was kept, of nobody.
         waits Ben waiting 0",
    );
    assert_eq!(shop.number("SELECT count(*) FROM audit_entry WHERE action = 'wait_granted'"), 0);
    shop.tamper().execute_batch("DROP TRIGGER broken").expect("mended");
    // The next units that come serve the whole queue.
    shop.play("receive tea 1 coffee 1\n waits Ann granted 2\n waits Ben granted 1\n doctor");
}

fn statuses(shop: &Shop, of: &Value) -> Vec<String> {
    let of_status = |status: &str| {
        let mut request = of.clone();
        request["status"] = json!(status);
        let rows = shop.call("wait_list", request).done()["rows"].clone();
        rows.as_array().expect("rows").iter().map(|wait| text(&wait["status"])).collect::<Vec<_>>()
    };
    ["cancelled", "granted", "waiting"].into_iter().flat_map(of_status).collect()
}

#[test]
fn a_line_that_leaves_a_basket_takes_its_wait_and_its_hold_along() {
    let mut shop = Shop::open();
    let back = shop.call("location_create", json!({ "name": "Back room" })).done()["id"].clone();
    for change in ["basket_line_remove", "basket_line_set"] {
        let lines = shop.lines(&["tea", "3", "coffee", "1"]);
        let basket = shop.call("basket_create", json!({ "lines": lines, "name": "Till 1" })).done();
        let of_basket = json!({ "basketId": basket["id"] });
        let tea = json!([{ "variantId": lines[0]["variantId"], "quantity": 3, "acceptPart": true }]);
        shop.call("wait_create", json!({ "lines": tea, "basketId": basket["id"] })).done();
        let coffee = json!([lines[1]]);
        shop.call("wait_create", json!({ "lines": coffee, "basketId": basket["id"] })).done();
        shop.play("receive tea 1\n hold Tom tea 1 -> STOCK_INSUFFICIENT");
        assert_eq!(shop.stock("tea"), (1, 1, 0), "{change}");
        let mut request = json!({ "id": basket["id"], "rowVersion": basket["rowVersion"], "lineNo": 1 });
        if change == "basket_line_set" {
            request["locationId"] = back.clone();
        }
        shop.call(change, request).done();
        assert_eq!(statuses(&shop, &of_basket), ["cancelled", "waiting"], "{change}: coffee is waited for still");
        shop.play("receive tea 4\n stock tea 5 0 5\n adjust tea -5 lost\n doctor");
        let ended = shop.call("audit_list", json!({ "filter": { "actions": ["reservation_released"] } })).done();
        assert!(!ended["rows"].as_array().expect("rows").is_empty());
    }
}

#[test]
fn an_edited_order_waits_for_what_it_sells_and_for_its_customer_of_now() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 1 coffee 1
         order O1 tea 1 coffee 1 hold 60s
         tick 60s
         hold R1 tea 1 coffee 1
         wait W1 tea 1 of O1
         wait W2 coffee 1 of O1",
    );
    let maja = shop.call("customer_create", json!({ "name": "Maja" })).done()["customer"]["id"].clone();
    let request = json!({
        "id": shop.order_id("O1"), "rowVersion": shop.version("O1"), "lines": shop.lines(&["tea", "1"]),
        "customer": { "id": maja },
    });
    shop.call("order_edit", request).done();
    shop.play("waits W1 waiting 0\n waits W2 cancelled 0");
    let wait = shop.waited("W1");
    assert_eq!((&wait["customerId"], &wait["forWhom"]), (&maja, &json!("Maja")));
    shop.play("release R1\n waits W1 granted 1\n stock coffee 1 0 1\n doctor");
}

#[test]
fn another_customer_of_a_basket_is_whom_it_waits_and_holds_for() {
    let mut shop = Shop::open();
    shop.play("receive tea 1");
    let lines = shop.lines(&["tea", "1", "coffee", "1"]);
    let [ann, ben] = ["Ann", "Ben"]
        .map(|name| shop.call("customer_create", json!({ "name": name })).done()["customer"]["id"].clone());
    let basket = shop.call("basket_create", json!({ "lines": lines, "customerId": ann })).done();
    shop.call("wait_create", json!({ "lines": lines, "basketId": basket["id"], "customerId": ann })).done();
    let change = json!({ "id": basket["id"], "rowVersion": basket["rowVersion"], "customerId": ben });
    shop.call("basket_update", change).done();
    let of_basket = json!({ "basketId": basket["id"] });
    for list in ["wait_list", "reservation_list"] {
        let rows = shop.call(list, of_basket.clone()).done()["rows"].clone();
        assert_eq!((&rows[0]["customerId"], &rows[0]["forWhom"]), (&ben, &json!("Ben")), "{list}");
    }
    let known = |id: &Value| {
        let known = shop.call("customer_get", json!({ "id": id })).done();
        (known["waits"].clone(), known["holds"].clone())
    };
    assert_eq!((known(&ann), known(&ben)), ((json!(0), json!(0)), (json!(1), json!(1))));
}

#[test]
fn a_basket_or_an_order_waits_once_for_what_it_sells_and_for_its_own_customer() {
    let mut shop = Shop::open();
    shop.play("receive tea 1\n order O1 tea 1 hold 60s\n tick 60s\n hold R1 tea 1");
    let [ann, ben] = ["Ann", "Ben"]
        .map(|name| shop.call("customer_create", json!({ "name": name })).done()["customer"]["id"].clone());
    let (tea, both) = (shop.lines(&["tea", "1"]), shop.lines(&["tea", "1", "coffee", "1"]));
    let basket = shop.call("basket_create", json!({ "lines": tea, "customerId": ann })).done();
    for (owner, id) in [("basketId", basket["id"].clone()), ("orderId", json!(shop.order_id("O1")))] {
        let ask = |lines: &[Value], customer: Option<&Value>| {
            let mut request = json!({ "lines": lines, "customerId": customer });
            request[owner] = id.clone();
            request
        };
        let refused = |request: Value, field: &str, problem: &str| {
            let refusal = shop.refuses("VALIDATION", "wait_create", request);
            assert_eq!(
                (&refusal["fields"][0]["field"], &refusal["fields"][0]["problem"]),
                (&json!(field), &json!(problem))
            );
        };
        refused(ask(&both, None), "lines[1].variantId", "not_allowed");
        refused(ask(&tea, Some(&ben)), "customerId", "not_allowed");
        let own = if owner == "basketId" { Some(&ann) } else { None };
        let wait = shop.call("wait_create", ask(&tea, own)).done()["rows"][0].clone();
        assert_eq!((&wait["status"], wait["customerId"] == ann), (&json!("waiting"), owner == "basketId"));
        refused(ask(&tea, None), "lines[0].variantId", "duplicate");
    }
}

#[test]
fn what_an_order_waited_for_is_held_no_longer_than_a_checkout_may_take() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 1
         order O1 tea 1 hold 60s
         tick 60s
         hold R1 tea 1
         wait W1 tea 1 hold 30d of O1
         release R1
         waits W1 granted 1",
    );
    let order = shop.order("O1");
    assert_eq!(order["order"]["heldUntil"], json!(shop.core.clock().now().0 + 1_800_000), "half an hour");
    let longer = json!({ "ids": [order["holds"][0]["id"]], "bySeconds": 60 });
    shop.refuses("HOLD_OF_ORDER", "reservation_extend", longer);
}
