//! Checkout: a basket becomes an order at the prices it was quoted, whole or not at all.

mod support;

use serde_json::{Value, json};
use std::sync::Barrier;
use stockroom_core::kernel::Role;
use support::{Shop, new_id, text};

fn figure(value: &Value) -> i64 {
    value.as_i64().unwrap_or_else(|| panic!("{value} is no figure"))
}

/// `tea 2 coffee 1` as an open basket for somebody.
fn basket(shop: &mut Shop, name: &str, pairs: &[&str]) -> Value {
    let lines = shop.lines(pairs);
    let made = shop.call("basket_create", json!({ "lines": lines })).done();
    let named = json!({ "id": made["id"], "rowVersion": made["rowVersion"], "customerName": name });
    shop.call("basket_update", named).done()
}

fn checkout(basket: &Value, more: &Value) -> Value {
    let mut request = json!({ "id": basket["id"], "rowVersion": basket["rowVersion"] });
    request.as_object_mut().expect("fields").extend(more.as_object().expect("fields").clone());
    request
}

fn again(shop: &Shop, basket: &Value) -> Value {
    shop.call("basket_get", json!({ "id": basket["id"] })).done()
}

fn actions(order: &Value) -> Vec<String> {
    order["timeline"].as_array().expect("a timeline").iter().rev().map(|entry| text(&entry["action"])).collect()
}

// ---- the five stories of placement --------------------------------------------------------------------

#[test]
fn enough_the_basket_becomes_an_order_that_holds_its_units_until_the_deadline() {
    let mut shop = Shop::open();
    shop.play("product tea 4.50\n receive tea 10 coffee 3");
    let maja = basket(&mut shop, "Maja", &["tea", "4", "coffee", "1"]);
    let order = shop.call("basket_checkout", checkout(&maja, &json!({}))).done();
    assert_eq!((&order["order"]["status"], &order["order"]["total"]), (&json!("pending"), &json!("19.00")));
    assert_eq!((&order["order"]["customerName"], &order["basketId"]), (&json!("Maja"), &maja["id"]));
    assert_eq!((shop.stock("tea"), shop.stock("coffee")), ((10, 4, 6), (3, 1, 2)));
    let until = figure(&order["order"]["heldUntil"]);
    assert_eq!(until - figure(&order["order"]["createdAt"]), 300_000, "five minutes");
    let placed = again(&shop, &maja);
    assert_eq!((&placed["status"], &placed["orderId"]), (&json!("placed"), &order["order"]["id"]));
    shop.refuses("BASKET_NOT_OPEN", "basket_checkout", checkout(&placed, &json!({})));
    shop.play("tick 5m\n sweep 2");
    assert_eq!(shop.stock("tea"), (10, 0, 10), "a checkout that nobody finishes gives its units back");
    shop.doctor();
}

#[test]
fn short_every_short_line_is_told_and_the_basket_is_as_it_was() {
    let mut shop = Shop::open();
    shop.play("receive tea 10 coffee 1 salt 5\n hold Tom salt 4");
    let maja = basket(&mut shop, "Maja", &["bread", "1", "tea", "3", "coffee", "2", "salt", "2"]);
    let maja = shop.call("basket_line_remove", checkout(&maja, &json!({ "lineNo": 1 }))).done();
    for up_to in ["pending", "confirmed", "delivered"] {
        let refusal = shop.refuses("STOCK_INSUFFICIENT", "basket_checkout", checkout(&maja, &json!({ "upTo": up_to })));
        let short: Vec<(i64, String, i64, i64)> = refusal["lines"]
            .as_array()
            .expect("every short line")
            .iter()
            .map(|line| {
                (figure(&line["lineNo"]), text(&line["sku"]), figure(&line["requested"]), figure(&line["available"]))
            })
            .collect();
        assert_eq!(short, [(3, "coffee".into(), 2, 1), (4, "salt".into(), 2, 1)], "as the basket numbers its lines");
        assert_eq!(refusal["lines"][1]["heldBy"][0]["label"], "Tom");
    }
    assert_eq!(again(&shop, &maja), maja);
}

#[test]
fn short_and_rejected_the_order_is_kept_and_nothing_is_deducted() {
    let mut shop = Shop::open();
    shop.play("receive tea 10 coffee 1");
    let maja = basket(&mut shop, "Maja", &["tea", "3", "coffee", "2"]);
    let more = json!({ "onShortage": "reject", "upTo": "delivered" });
    let order = shop.call("basket_checkout", checkout(&maja, &more)).declined();
    assert_eq!((&order["order"]["status"], &order["rejection"][0]["sku"]), (&json!("rejected"), &json!("coffee")));
    assert_eq!((&order["rejection"][0]["requested"], &order["rejection"][0]["available"]), (&json!(2), &json!(1)));
    assert_eq!((shop.stock("tea"), shop.stock("coffee")), ((10, 0, 10), (1, 0, 1)));
    assert_eq!(shop.number("SELECT count(*) FROM stock_movement WHERE kind <> 'receive'"), 0);
    let placed = again(&shop, &maja);
    assert_eq!((&placed["status"], &placed["orderId"]), (&json!("placed"), &order["order"]["id"]));
    shop.doctor();
}

#[test]
fn invalid_an_empty_basket_a_product_twice_and_a_delivery_to_nowhere_are_refused() {
    let mut shop = Shop::open();
    shop.play("receive tea 10");
    let empty = shop.call("basket_create", json!({})).done();
    shop.refuses("BASKET_EMPTY", "basket_checkout", checkout(&empty, &json!({})));
    shop.refuses("VALIDATION", "order_place", json!({ "lines": [] }));
    let twice = shop.lines(&["tea", "1", "tea", "2"]);
    shop.refuses("DUPLICATE_LINES", "order_place", json!({ "lines": twice }));
    let none = shop.lines(&["tea", "0"]);
    shop.refuses("VALIDATION", "order_place", json!({ "lines": none }));
    shop.refuses("VALIDATION", "basket_create", json!({ "lines": none }));

    let maja = basket(&mut shop, "Maja", &["tea", "1"]);
    let delivered = checkout(&maja, &json!({ "fulfilment": "delivery" }));
    let maja = shop.call("basket_update", delivered).done();
    let refusal = shop.refuses("VALIDATION", "basket_checkout", checkout(&maja, &json!({})));
    assert_eq!(refusal["fields"][0]["field"], "address");
    shop.refuses("VALIDATION", "basket_checkout", checkout(&maja, &json!({ "holdSeconds": 0 })));
    shop.refuses("CONFLICT", "basket_checkout", json!({ "id": maja["id"], "rowVersion": 1 }));
    let viewer = shop.role(Role::Viewer);
    shop.refuses_as(&viewer, "FORBIDDEN", "basket_checkout", checkout(&maja, &json!({})));
}

#[test]
fn two_desks_race_for_the_last_unit_and_one_gets_it() {
    for up_to in ["pending", "confirmed", "delivered"] {
        let mut shop = Shop::open();
        shop.play("receive tea 1");
        let desks = [basket(&mut shop, "Maja", &["tea", "1"]), basket(&mut shop, "Tom", &["tea", "1"])];
        let start = Barrier::new(desks.len());
        let said: Vec<String> = std::thread::scope(|scope| {
            let race = |basket: &Value| {
                let request = checkout(basket, &json!({ "upTo": up_to }));
                let (shop, start) = (&shop, &start);
                scope.spawn(move || {
                    start.wait();
                    shop.call("basket_checkout", request).said().to_owned()
                })
            };
            let running: Vec<_> = desks.iter().map(race).collect();
            running.into_iter().map(|desk| desk.join().expect("a desk")).collect()
        });
        let mut sorted = said.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, ["STOCK_INSUFFICIENT", "ok"], "{up_to}");
        let loser = &desks[said.iter().position(|said| said != "ok").expect("one of them")];
        assert_eq!(again(&shop, loser)["status"], "open", "the other keeps the basket");
        shop.doctor();
    }
}

// ---- how far it goes at once --------------------------------------------------------------------------

#[test]
fn direct_placement_owns_its_units_without_a_hold_in_between() {
    let mut shop = Shop::open();
    shop.play("receive tea 10 coffee 5");
    let maja = basket(&mut shop, "Maja", &["tea", "4", "coffee", "1"]);
    let order = shop.call("basket_checkout", checkout(&maja, &json!({ "upTo": "confirmed" }))).done();
    assert_eq!(order["order"]["status"], "confirmed");
    assert_eq!((shop.stock("tea"), shop.stock("coffee")), ((10, 4, 6), (5, 1, 4)));
    assert_eq!(shop.number("SELECT count(*) FROM reservation"), 0);
    assert_eq!(actions(&order), ["order_created", "order_status_changed"]);

    let tom = basket(&mut shop, "Tom", &["tea", "2"]);
    let order = shop.call("basket_checkout", checkout(&tom, &json!({ "upTo": "delivered" }))).done();
    assert_eq!(order["order"]["status"], "delivered");
    assert_eq!(shop.stock("tea"), (8, 4, 4), "off the shelf at once");
    let steps: Vec<String> = order["timeline"]
        .as_array()
        .expect("a timeline")
        .iter()
        .rev()
        .filter_map(|entry| entry["to"].as_str().map(str::to_owned))
        .collect();
    assert_eq!(steps, ["pending", "confirmed", "processing", "shipped", "delivered"], "each step is told");
    assert_eq!(shop.number("SELECT count(*) FROM reservation"), 0);
    let kinds = support::column::<String>(&shop.look(), "SELECT kind FROM stock_movement ORDER BY seq DESC LIMIT 2");
    assert_eq!(kinds, ["ship", "reserve"]);
    shop.doctor();
}

#[test]
fn a_payment_comes_along_or_nothing_is_placed() {
    let mut shop = Shop::open();
    shop.play("product tea 4.50\n receive tea 10");
    let maja = basket(&mut shop, "Maja", &["tea", "2"]);
    let paid = |payment: Value| checkout(&maja, &json!({ "upTo": "delivered", "payment": payment }));
    let refusal =
        shop.refuses("PAYMENT_TOO_LARGE", "basket_checkout", paid(json!({ "method": "card", "amount": "9.01" })));
    assert_eq!(refusal["due"], "9.00");
    let wrong = shop.refuses("VALIDATION", "basket_checkout", paid(json!({ "method": "card", "amount": "0.00" })));
    assert_eq!(wrong["fields"][0]["field"], "payment.amount");
    let card = json!({ "method": "card", "amount": "9.00" });
    let kept = checkout(&maja, &json!({ "onShortage": "reject", "payment": card }));
    let refusal = shop.refuses("VALIDATION", "basket_checkout", kept);
    assert_eq!(refusal["fields"][0]["field"], "payment", "nobody pays an order that may be rejected");
    assert_eq!(refusal["fields"][0]["problem"], "not_allowed");
    let order = shop.call("basket_checkout", paid(json!({ "method": "cash", "tendered": "10.00" }))).done();
    assert_eq!((&order["paid"], &order["due"]), (&json!("9.00"), &json!("0.00")));
    assert_eq!(order["payments"][0]["change"], "1.00");
    shop.doctor();
}

#[test]
fn the_price_is_the_one_that_the_basket_was_quoted() {
    let mut shop = Shop::open();
    let (product, _) = shop.product("tea", "4.50");
    shop.play("receive tea 10");
    let maja = basket(&mut shop, "Maja", &["tea", "2"]);
    let quoted = maja["lines"][0]["quotedAt"].clone();
    shop.play("tick 1h");
    shop.call("product_update", json!({ "id": product, "rowVersion": 1, "price": "9.00" })).done();
    let order = shop.call("basket_checkout", checkout(&maja, &json!({}))).done();
    assert_eq!(order["order"]["total"], "9.00", "two at 4.50");
    let line = &order["lines"][0];
    assert_eq!((&line["unitPrice"], &line["listPrice"]), (&json!("4.50"), &json!("4.50")));
    assert_eq!(line["quotedAt"], quoted);
    assert_eq!(order["tierName"], "Standard");
}

// ---- its own holds ------------------------------------------------------------------------------------

/// Makes a customer's hold the basket's own, as a place in the queue does that became one.
fn keep_for(shop: &Shop, hold: &str, basket: &Value) {
    let blob = |id: &str| uuid::Uuid::parse_str(id).expect("an id").as_bytes().to_vec();
    let changed = shop
        .tamper()
        .execute("UPDATE reservation SET basket_id = ?2 WHERE id = ?1", (blob(hold), blob(&text(&basket["id"]))))
        .expect("a hold");
    assert_eq!(changed, 1);
}

#[test]
fn its_own_holds_never_count_against_a_basket_and_are_used_first() {
    for (up_to, fate) in [("pending", "active"), ("confirmed", "consumed")] {
        let mut shop = Shop::open();
        shop.play("receive tea 5\n hold R1 tea 2\n hold R2 tea 1\n hold Tom tea 1");
        let maja = basket(&mut shop, "Maja", &["tea", "4"]);
        assert_eq!((&maja["lines"][0]["available"], &maja["lines"][0]["held"]), (&json!(1), &json!(0)));
        for hold in ["R1", "R2"] {
            keep_for(&shop, &shop.hold_id(hold), &maja);
        }
        let maja = again(&shop, &maja);
        assert_eq!((&maja["lines"][0]["available"], &maja["lines"][0]["held"]), (&json!(4), &json!(3)));
        let more = shop.call("basket_line_set", checkout(&maja, &json!({ "lineNo": 1, "quantity": 5 }))).done();
        let refusal = shop.refuses("STOCK_INSUFFICIENT", "basket_checkout", checkout(&more, &json!({})));
        let line = &refusal["lines"][0];
        assert_eq!((&line["requested"], &line["available"]), (&json!(5), &json!(4)));
        let holders = line["heldBy"].as_array().expect("holders");
        assert_eq!((holders.len(), &holders[0]["label"]), (1, &json!("Tom")), "its own are not told: {holders:?}");

        let fewer = shop.call("basket_line_set", checkout(&more, &json!({ "lineNo": 1, "quantity": 3 }))).done();
        shop.call("basket_checkout", checkout(&fewer, &json!({ "upTo": up_to }))).done();
        assert_eq!(shop.stock("tea"), (5, 4, 1), "three of the order's and Tom's");
        shop.play(&format!("held R1 {fate}\n held R2 {fate}\n doctor"));
    }
}

#[test]
fn no_order_takes_what_is_held_for_a_basket() {
    let mut shop = Shop::open();
    shop.play("receive tea 5\n hold R1 tea 1\n hold R2 tea 2");
    let maja = basket(&mut shop, "Maja", &["tea", "2"]);
    keep_for(&shop, &shop.hold_id("R2"), &maja);
    let holds = json!({ "reservationIds": [shop.hold_id("R1"), shop.hold_id("R2")] });
    for command in ["order_place", "basket_create"] {
        let refusal = shop.refuses("VALIDATION", command, holds.clone());
        assert_eq!(refusal["fields"][0]["field"], "reservationIds[1]", "{command}");
        assert_eq!(refusal["fields"][0]["problem"], "not_allowed", "{command}");
    }
    assert_eq!(again(&shop, &maja)["lines"][0]["held"], 2);
    shop.doctor();
}

#[test]
fn what_is_held_beyond_a_basket_is_given_back() {
    for up_to in ["pending", "delivered"] {
        let mut shop = Shop::open();
        shop.play("receive tea 5 coffee 2\n hold R1 tea 4\n hold R2 coffee 1");
        let maja = basket(&mut shop, "Maja", &["tea", "3"]);
        keep_for(&shop, &shop.hold_id("R1"), &maja);
        keep_for(&shop, &shop.hold_id("R2"), &maja);
        shop.call("basket_checkout", checkout(&maja, &json!({ "upTo": up_to }))).done();
        let left = if up_to == "pending" { (5, 3, 2) } else { (2, 0, 2) };
        assert_eq!((shop.stock("tea"), shop.stock("coffee")), (left, (2, 0, 2)));
        shop.play("held R1 released\n held R2 released\n doctor");
    }
    let mut shop = Shop::open();
    shop.play("receive tea 5\n hold R1 tea 4");
    let maja = basket(&mut shop, "Maja", &["tea", "3"]);
    keep_for(&shop, &shop.hold_id("R1"), &maja);
    shop.call("basket_drop", checkout(&maja, &json!({}))).done();
    assert_eq!(shop.stock("tea"), (5, 0, 5), "a dropped basket holds nothing");
    shop.play("held R1 released\n doctor");
}

// ---- a hold that lapses -------------------------------------------------------------------------------

#[test]
fn a_checkout_whose_holds_lapsed_takes_the_units_again_or_says_who_has_them() {
    let mut shop = Shop::open();
    shop.play("receive tea 3");
    let maja = basket(&mut shop, "Maja", &["tea", "2"]);
    let order = shop.call("basket_checkout", checkout(&maja, &json!({ "holdSeconds": 60 }))).done();
    let confirm = json!({ "id": order["order"]["id"], "to": "confirmed", "rowVersion": 1 });
    shop.play("tick 60s\n hold Tom tea 2");
    let refusal = shop.refuses("STOCK_INSUFFICIENT", "order_transition", confirm.clone());
    assert_eq!(refusal["lines"][0]["heldBy"][0]["label"], "Tom", "who has it now");
    shop.play("release Tom");
    let order = shop.call("order_transition", confirm).done();
    assert_eq!(order["order"]["status"], "confirmed");
    assert_eq!(shop.stock("tea"), (3, 2, 1));
    shop.doctor();
}

#[test]
fn an_answer_that_was_lost_is_given_again_and_nothing_is_placed_twice() {
    let mut shop = Shop::open();
    shop.play("receive tea 3");
    let maja = basket(&mut shop, "Maja", &["tea", "2"]);
    let (id, request) = (new_id(), checkout(&maja, &json!({ "upTo": "confirmed" })));
    let first = shop.call_as(&shop.session, &id, "basket_checkout", &request).done();
    let second = shop.call_as(&shop.session, &id, "basket_checkout", &request).done();
    assert_eq!(first, second);
    assert_eq!(shop.stock("tea"), (3, 2, 1));
}

// ---- more time ----------------------------------------------------------------------------------------

#[test]
fn a_checkout_is_extended_while_somebody_works_on_it_up_to_the_limit() {
    let mut shop = Shop::open();
    shop.play("receive tea 3");
    let maja = basket(&mut shop, "Maja", &["tea", "2"]);
    let order = shop.call("basket_checkout", checkout(&maja, &json!({}))).done();
    let (id, begun) = (order["order"]["id"].clone(), figure(&order["heldSince"]));
    assert_eq!(figure(&order["extendableUntil"]), begun + 1_800_000);
    let until = |order: &Value| (figure(&order["order"]["heldUntil"]) - begun) / 1000;
    assert_eq!(until(&order), 300);
    let actions = |order: &Value| -> Vec<String> {
        order["allowedActions"].as_array().expect("actions").iter().map(|action| text(&action["action"])).collect()
    };
    assert!(actions(&order).contains(&"extend".to_owned()));
    for expected in [540, 780, 1020, 1260, 1500, 1740, 1800] {
        shop.play("tick 4m");
        let order = shop.call("order_extend", json!({ "id": id, "rowVersion": 1 })).done();
        assert_eq!(until(&order), expected, "five minutes from now, at most half an hour in all");
    }
    shop.refuses("HOLD_LONGEST", "order_extend", json!({ "id": id }));
    assert!(!actions(&shop.call("order_get", json!({ "id": id })).done()).contains(&"extend".to_owned()));
    shop.play("tick 2m\n sweep 1");
    let lapsed = shop.refuses("HOLD_ENDED", "order_extend", json!({ "id": id }));
    assert_eq!(lapsed["status"], "expired");
    let order = shop.call("order_get", json!({ "id": id })).done();
    assert_eq!((&order["heldSince"], &order["extendableUntil"]), (&Value::Null, &Value::Null));
    shop.doctor();
}

#[test]
fn a_clock_that_is_set_moves_how_long_a_checkout_can_be_extended() {
    for by_ms in [3_600_000, -3_600_000] {
        let mut shop = Shop::open();
        shop.play("receive tea 3");
        let maja = basket(&mut shop, "Maja", &["tea", "2"]);
        let order = shop.call("basket_checkout", checkout(&maja, &json!({}))).done();
        let (id, until) = (order["order"]["id"].clone(), figure(&order["extendableUntil"]));
        shop.clock.set_by_ms(by_ms);
        shop.play("tick 4m");
        let later = shop.call("order_extend", json!({ "id": id })).done();
        assert_eq!(figure(&later["extendableUntil"]), until + by_ms);
        assert_eq!(figure(&later["order"]["heldUntil"]), figure(&order["order"]["heldUntil"]) + by_ms + 240_000);
        shop.refuses("HOLD_LONGEST", "order_extend", json!({ "id": id, "bySeconds": 1_800 }));
        shop.doctor();
    }
}

#[test]
fn an_extension_never_takes_time_away() {
    let mut shop = Shop::open();
    shop.play("receive tea 3\n order O1 tea 1 hold 20m");
    let id = shop.order_id("O1");
    let before = shop.order("O1")["order"]["heldUntil"].clone();
    let order = shop.call("order_extend", json!({ "id": id })).done();
    assert_eq!(order["order"]["heldUntil"], before);
    let order = shop.call("order_extend", json!({ "id": id, "bySeconds": 1_500 })).done();
    assert_eq!(figure(&order["order"]["heldUntil"]) - figure(&before), 300_000);
    shop.refuses("HOLD_LONGEST", "order_extend", json!({ "id": id, "bySeconds": 1_801 }));
    shop.refuses("VALIDATION", "order_extend", json!({ "id": id, "bySeconds": 0 }));
    shop.refuses("CONFLICT", "order_extend", json!({ "id": id, "rowVersion": 9 }));
    let viewer = shop.role(Role::Viewer);
    shop.refuses_as(&viewer, "FORBIDDEN", "order_extend", json!({ "id": id }));
}

// ---- editing ------------------------------------------------------------------------------------------

fn edit(shop: &Shop, name: &str, more: &Value) -> Value {
    let mut request = json!({ "id": shop.order_id(name), "rowVersion": shop.version(name) });
    request.as_object_mut().expect("fields").extend(more.as_object().expect("fields").clone());
    request
}

/// `1 tea 2 at 1.00` of each line.
fn told(order: &Value) -> Vec<String> {
    let lines = order["lines"].as_array().expect("lines");
    let told = |line: &Value| {
        let (no, quantity) = (figure(&line["lineNo"]), figure(&line["quantity"]));
        format!("{no} {} {quantity} at {}", text(&line["sku"]), text(&line["unitPrice"]))
    };
    lines.iter().map(told).collect()
}

#[test]
fn while_pending_the_holds_follow_the_lines_both_ways() {
    let mut shop = Shop::open();
    shop.play("receive tea 10 coffee 5 salt 5\n order O1 tea 4 coffee 2 hold 10m\n tick 1m");
    let until = shop.order("O1")["order"]["heldUntil"].clone();

    let lines = shop.lines(&["tea", "6", "coffee", "2"]);
    let order = shop.call("order_edit", edit(&shop, "O1", &json!({ "lines": lines }))).done();
    assert_eq!(told(&order), ["1 tea 6 at 1.00", "2 coffee 2 at 1.00"]);
    assert_eq!((shop.stock("tea"), shop.stock("coffee")), ((10, 6, 4), (5, 2, 3)), "more units");
    assert_eq!(order["order"]["heldUntil"], until, "the deadline stays");

    let lines = shop.lines(&["tea", "1", "coffee", "2"]);
    shop.call("order_edit", edit(&shop, "O1", &json!({ "lines": lines }))).done();
    assert_eq!(shop.stock("tea"), (10, 1, 9), "fewer units");

    let lines = shop.lines(&["salt", "5", "tea", "1"]);
    let order = shop.call("order_edit", edit(&shop, "O1", &json!({ "lines": lines }))).done();
    assert_eq!(told(&order), ["1 tea 1 at 1.00", "3 salt 5 at 1.00"], "lines keep their numbers");
    assert_eq!((shop.stock("coffee"), shop.stock("salt")), ((5, 0, 5), (5, 5, 0)), "one line gone, one more");
    assert_eq!((&order["order"]["total"], &order["order"]["items"]), (&json!("6.00"), &json!(6)));
    assert!(order["holds"].as_array().expect("holds").iter().all(|hold| hold["expiresAt"] == until));

    let lines = shop.lines(&["salt", "6", "tea", "10"]);
    let refusal = shop.refuses("STOCK_INSUFFICIENT", "order_edit", edit(&shop, "O1", &json!({ "lines": lines })));
    let short = &refusal["lines"][0];
    assert_eq!((&short["sku"], &short["requested"], &short["available"]), (&json!("salt"), &json!(6), &json!(5)));
    assert_eq!(short["heldBy"], json!([]), "its own hold is not somebody else's");

    shop.play("confirm O1\n stock tea 10 1 9\n stock salt 5 5 0\n doctor");
}

#[test]
fn an_edit_of_an_order_that_holds_nothing_any_more_holds_nothing() {
    let mut shop = Shop::open();
    shop.play("receive tea 10\n order O1 tea 4 hold 60s\n tick 2m\n order O2 tea 7");
    let lines = shop.lines(&["tea", "9"]);
    shop.call("order_edit", edit(&shop, "O1", &json!({ "lines": lines }))).done();
    shop.play(
        "stock tea 10 7 3\n confirm O1 -> STOCK_INSUFFICIENT\n cancel O2\n confirm O1\n stock tea 10 9 1\n doctor",
    );
}

#[test]
fn unchanged_lines_keep_their_price_and_changed_ones_are_quoted() {
    let mut shop = Shop::open();
    let (product, _) = shop.product("tea", "4.50");
    shop.play("receive tea 10 coffee 5\n order O1 tea 2 coffee 1");
    shop.call("product_update", json!({ "id": product, "rowVersion": 1, "price": "5.00" })).done();
    let lines = shop.lines(&["tea", "2", "coffee", "3"]);
    let order = shop.call("order_edit", edit(&shop, "O1", &json!({ "lines": lines }))).done();
    assert_eq!(told(&order), ["1 tea 2 at 4.50", "2 coffee 3 at 1.00"]);
    let lines = shop.lines(&["tea", "3", "coffee", "3"]);
    let order = shop.call("order_edit", edit(&shop, "O1", &json!({ "lines": lines }))).done();
    assert_eq!(told(&order), ["1 tea 3 at 5.00", "2 coffee 3 at 1.00"]);
    for line in ["unitPrice", "price", "listPrice"] {
        let mut priced = lines.clone();
        priced[0][line] = json!("0.01");
        shop.refuses("VALIDATION", "order_edit", edit(&shop, "O1", &json!({ "lines": priced })));
    }
    let twice = shop.lines(&["tea", "1", "tea", "1"]);
    shop.refuses("DUPLICATE_LINES", "order_edit", edit(&shop, "O1", &json!({ "lines": twice })));
    shop.refuses("VALIDATION", "order_edit", edit(&shop, "O1", &json!({ "lines": [] })));
    let none = json!({ "lines": [{ "lineNo": 7, "variantId": shop.variant("tea"), "quantity": 1 }] });
    shop.refuses("VALIDATION", "order_edit", edit(&shop, "O1", &none));
    shop.refuses("CONFLICT", "order_edit", json!({ "id": shop.order_id("O1"), "rowVersion": 1, "note": "late" }));
}

#[test]
fn another_tier_is_quoted_anew() {
    let mut shop = Shop::open();
    shop.play("product tea 10.00\n receive tea 10\n order O1 tea 2");
    let gold = gold(&shop);
    let ana = shop.call("customer_create", json!({ "name": "Ana", "tierId": gold })).done()["customer"]["id"].clone();
    let request = edit(&shop, "O1", &json!({ "customer": { "id": ana } }));
    let order = shop.call("order_edit", request).done();
    assert_eq!(told(&order), ["1 tea 2 at 8.50"]);
    assert_eq!((&order["tierName"], &order["order"]["customerName"]), (&json!("Gold"), &json!("Ana")));
    assert_eq!((&order["subtotal"], &order["discount"]), (&json!("20.00"), &json!("3.00")));
    assert_eq!(order["holds"][0]["forWhom"], "Ana");

    let empty = shop.call("basket_create", json!({})).done();
    let tea = shop.variant("tea");
    let basket = shop.call("basket_add", json!({ "id": empty["id"], "variantId": tea })).done();
    assert_eq!(basket["lines"][0]["unitPrice"], "10.00");
    let named = checkout(&basket, &json!({ "customerId": ana }));
    let basket = shop.call("basket_update", named).done();
    assert_eq!(basket["lines"][0]["unitPrice"], "8.50", "another customer is quoted anew");
    assert_eq!(basket["customer"]["tierName"], "Gold");
    shop.doctor();
}

/// Another tier for a customer; the default one where none is named.
fn tier_for(shop: &Shop, customer: &Value, tier: &Value) {
    let version = shop.call("customer_get", json!({ "id": customer })).done()["customer"]["rowVersion"].clone();
    shop.call("customer_update", json!({ "id": customer, "rowVersion": version, "tierId": tier })).done();
}

/// The tier Gold, 15 % off everything.
fn gold(shop: &Shop) -> Value {
    let tiers = shop.call("tier_list", json!({})).done();
    let tiers = tiers["rows"].as_array().expect("tiers");
    let gold = tiers.iter().find(|tier| tier["name"] == "Gold").expect("gold")["id"].clone();
    let rule = json!({
        "kind": "tier", "name": "Gold", "scope": "store", "tierId": gold,
        "effect": { "kind": "percent", "basisPoints": 1_500 }, "active": true,
    });
    shop.call("price_rule_create", rule).done();
    gold
}

#[test]
fn an_edit_quotes_only_what_it_changes_whatever_became_of_the_tier() {
    let mut shop = Shop::open();
    shop.play("product tea 10.00\n product coffee 20.00\n receive tea 10 coffee 10\n order O1 tea 2");
    let gold = gold(&shop);
    let ana = shop.call("customer_create", json!({ "name": "Ana" })).done()["customer"]["id"].clone();
    shop.call("order_edit", edit(&shop, "O1", &json!({ "customer": { "id": ana } }))).done();
    tier_for(&shop, &ana, &gold);
    let lines = shop.lines(&["tea", "2"]);
    let same = json!({ "lines": lines, "customer": { "id": ana }, "note": "ring" });
    let order = shop.call("order_edit", edit(&shop, "O1", &same)).done();
    assert_eq!((told(&order), &order["tierName"]), (vec!["1 tea 2 at 10.00".to_owned()], &json!("Standard")));
    let lines = shop.lines(&["tea", "2", "coffee", "1"]);
    let order = shop.call("order_edit", edit(&shop, "O1", &json!({ "lines": lines }))).done();
    assert_eq!(told(&order), ["1 tea 2 at 10.00", "2 coffee 1 at 17.00"]);

    let order = shop.call("order_edit", edit(&shop, "O1", &json!({ "customer": {} }))).done();
    assert_eq!(told(&order), ["1 tea 2 at 10.00", "2 coffee 1 at 20.00"], "another customer: all of them");
    assert_eq!(order["tierName"], "Standard");
    shop.doctor();
}

#[test]
fn the_e_mail_of_a_customer_chooses_them_for_a_basket() {
    let mut shop = Shop::open();
    shop.play("product tea 10.00\n receive tea 10");
    let gold = gold(&shop);
    let ana = json!({ "name": "Ana", "email": "ana@example.org", "tierId": gold });
    let ana = shop.call("customer_create", ana).done()["customer"]["id"].clone();
    let somebody = basket(&mut shop, "Somebody", &["tea", "2"]);
    let other = checkout(&somebody, &json!({ "customerEmail": "else@example.org" }));
    let somebody = shop.call("basket_update", other).done();
    assert_eq!((&somebody["customer"]["id"], &somebody["total"]), (&Value::Null, &json!("20.00")));
    let named = checkout(&somebody, &json!({ "customerEmail": "Ana@Example.org" }));
    let hers = shop.call("basket_update", named).done();
    let customer = &hers["customer"];
    assert_eq!((&customer["id"], &customer["name"], &customer["tierName"]), (&ana, &json!("Ana"), &json!("Gold")));
    assert_eq!((told(&hers), &hers["total"]), (vec!["1 tea 2 at 8.50".to_owned()], &json!("17.00")));
    let order = shop.call("basket_checkout", checkout(&hers, &json!({}))).done();
    assert_eq!((&order["order"]["total"], &order["tierName"]), (&json!("17.00"), &json!("Gold")));
    shop.doctor();
}

#[test]
fn a_basket_of_an_archived_customer_says_so() {
    let mut shop = Shop::open();
    shop.play("receive tea 10");
    let ana = shop.call("customer_create", json!({ "name": "Ana" })).done()["customer"].clone();
    let hers = basket(&mut shop, "Somebody", &["tea", "2"]);
    let hers = shop.call("basket_update", checkout(&hers, &json!({ "customerId": ana["id"] }))).done();
    let archived =
        |archived: bool, version: i64| json!({ "id": ana["id"], "rowVersion": version, "archived": archived });
    shop.call("customer_update", archived(true, 1)).done();
    let refusal = shop.refuses("ARCHIVED", "basket_checkout", checkout(&hers, &json!({})));
    let said = (&refusal["object"], &refusal["id"], &refusal["name"]);
    assert_eq!(said, (&json!("customer"), &ana["id"], &json!("Ana")));
    shop.call("customer_update", archived(false, 2)).done();
    shop.call("basket_checkout", checkout(&hers, &json!({}))).done();
    shop.doctor();
}

#[test]
fn an_order_names_the_tier_that_its_prices_were_quoted_for() {
    let mut shop = Shop::open();
    shop.play("product tea 10.00\n receive tea 10");
    let gold = gold(&shop);
    let ana = shop.call("customer_create", json!({ "name": "Ana" })).done()["customer"]["id"].clone();
    let lines = shop.lines(&["tea", "2"]);
    let hers = [(); 2].map(|()| shop.call("basket_create", json!({ "customerId": ana, "lines": lines })).done());
    tier_for(&shop, &ana, &gold);
    let order = shop.call("basket_checkout", checkout(&hers[0], &json!({}))).done();
    assert_eq!((&order["order"]["total"], &order["tierName"]), (&json!("20.00"), &json!("Standard")));
    let anew = shop.call("basket_requote", checkout(&hers[1], &json!({}))).done();
    tier_for(&shop, &ana, &Value::Null);
    let order = shop.call("basket_checkout", checkout(&anew, &json!({}))).done();
    assert_eq!((&order["order"]["total"], &order["tierName"]), (&json!("17.00"), &json!("Gold")));
    shop.doctor();
}

#[test]
fn words_change_until_the_order_is_final_and_versions_can_be_compared() {
    let mut shop = Shop::open();
    shop.play("receive tea 10\n order O1 tea 2 confirmed");
    let words = json!({ "priority": "urgent", "note": "ring twice", "address": "Quay 3", "promisedOn": "2026-12-01" });
    let order = shop.call("order_edit", edit(&shop, "O1", &words)).done();
    assert_eq!((&order["order"]["priority"], &order["promisedOn"]), (&json!("urgent"), &json!("2026-12-01")));
    let order = shop.call("order_edit", edit(&shop, "O1", &json!({ "promisedOn": null }))).done();
    assert_eq!(order["promisedOn"], Value::Null);
    let version = shop.version("O1");
    shop.call("order_edit", edit(&shop, "O1", &json!({ "note": "ring twice" }))).done();
    assert_eq!(shop.version("O1"), version, "nothing new is no change");

    shop.play("order O2 tea 1");
    let lines = shop.lines(&["tea", "3", "coffee", "1"]);
    shop.play("receive coffee 1");
    shop.call("order_edit", edit(&shop, "O2", &json!({ "lines": lines, "priority": "low" }))).done();
    let versions = shop.call("order_versions", json!({ "id": shop.order_id("O2") })).done();
    let seqs: Vec<i64> =
        versions["rows"].as_array().expect("rows").iter().map(|row| figure(&row["auditSeq"])).collect();
    let compare = json!({ "id": shop.order_id("O2"), "from": seqs[1], "to": seqs[0] });
    let compared = shop.call("order_compare", compare).done();
    let rows: Vec<String> = compared["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| format!("{} {} {} -> {}", row["lineNo"], text(&row["field"]), row["before"], row["after"]))
        .collect();
    for row in [
        "null priority \"normal\" -> \"low\"",
        "null total \"1.00\" -> \"4.00\"",
        "1 quantity \"1\" -> \"3\"",
        "2 quantity null -> \"1\"",
    ] {
        assert!(rows.contains(&row.to_owned()), "{row} is not in {rows:#?}");
    }
}

// ---- a manager's price --------------------------------------------------------------------------------

#[test]
fn a_managers_price_needs_a_manager_and_a_reason_and_stays_until_it_is_taken_back() {
    let mut shop = Shop::open();
    shop.play("product tea 4.50\n receive tea 10");
    let maja = basket(&mut shop, "Maja", &["tea", "2"]);
    let by_hand = |version: i64, price: Value| json!({ "basketId": maja["id"], "rowVersion": version, "lineNo": 1, "price": price, "reason": "scratched tin" });
    let clerk = shop.role(Role::Clerk);
    shop.refuses_as(&clerk, "FORBIDDEN", "price_override", by_hand(2, json!("3.00")));
    for (field, wrong) in [("reason", json!(" ")), ("price", json!("-1.00")), ("price", json!("1.005"))] {
        let mut request = by_hand(2, json!("3.00"));
        request[field] = wrong;
        shop.refuses("VALIDATION", "price_override", request);
    }
    let mut forgotten = by_hand(2, json!("3.00"));
    forgotten.as_object_mut().expect("fields").remove("price");
    shop.refuses("VALIDATION", "price_override", forgotten);
    shop.refuses("VALIDATION", "price_override", by_hand(2, Value::Null));
    let neither = json!({ "rowVersion": 2, "lineNo": 1, "price": "1.00", "reason": "x" });
    shop.refuses("VALIDATION", "price_override", neither);

    let manager = shop.role(Role::Manager);
    let answer = shop.call_as(&manager, &new_id(), "price_override", &by_hand(2, json!("3.00"))).done();
    let line = &answer["basket"]["lines"][0];
    assert_eq!((&line["unitPrice"], &line["listPrice"]), (&json!("3.00"), &json!("4.50")));
    assert_eq!(line["override"], json!({ "price": "3.00", "reason": "scratched tin" }));
    assert_eq!((&answer["basket"]["total"], &answer["basket"]["discount"]), (&json!("6.00"), &json!("3.00")));
    let last = line["breakdown"].as_array().and_then(|steps| steps.last()).expect("a step");
    assert_eq!(
        (&last["kind"], &last["before"], &last["change"], &last["after"]),
        (&json!("override"), &json!("4.50"), &json!("-1.50"), &json!("3.00"))
    );

    let tea = shop.variant("tea");
    let basket = shop.call("basket_add", json!({ "id": maja["id"], "variantId": tea })).done();
    assert_eq!(basket["lines"][0]["unitPrice"], "3.00", "another quantity keeps it");
    assert_eq!(basket["lines"][0]["offer"], Value::Null);
    let order = shop.call("basket_checkout", checkout(&basket, &json!({}))).done();
    assert_eq!((&order["order"]["total"], &order["discount"]), (&json!("9.00"), &json!("4.50")));

    let entries = shop.call("audit_list", json!({ "filter": { "actions": ["price_overridden"] } })).done();
    let entry = shop.call("audit_get", json!({ "seq": entries["rows"][0]["seq"] })).done();
    assert_eq!((&entry["row"]["reason"], &entry["row"]["objectType"]), (&json!("scratched tin"), &json!("basket")));

    // The same on the order, while it is pending; edited, it stays; taken back, the line is quoted today.
    let id = order["order"]["id"].clone();
    let on_order = |version: i64, price: Value| json!({ "orderId": id, "rowVersion": version, "lineNo": 1, "price": price, "reason": "agreed" });
    let answer = shop.call("price_override", on_order(1, json!("5.00"))).done();
    assert_eq!((&answer["order"]["order"]["total"], &answer["order"]["discount"]), (&json!("15.00"), &json!("0.00")));
    let lines = shop.lines(&["tea", "2"]);
    let edited = shop.call("order_edit", json!({ "id": id, "rowVersion": 2, "lines": lines })).done();
    assert_eq!(edited["lines"][0]["unitPrice"], "5.00");
    let answer = shop.call("price_override", on_order(3, Value::Null)).done();
    assert_eq!(
        (&answer["order"]["lines"][0]["unitPrice"], &answer["order"]["order"]["total"]),
        (&json!("4.50"), &json!("9.00"))
    );
    shop.refuses("VALIDATION", "price_override", on_order(4, Value::Null));
    shop.refuses("NOT_FOUND", "price_override", {
        let mut request = on_order(4, json!("1.00"));
        request["lineNo"] = json!(2);
        request
    });
    shop.doctor();
}

#[test]
fn a_managers_price_that_changes_no_amount_is_written_all_the_same() {
    let mut shop = Shop::open();
    let (product, _) = shop.product("tea", "4.50");
    shop.play("receive tea 10\n order O1 tea 2");
    let by_hand = |shop: &Shop, price: Value, reason: &str| {
        let request = json!({ "orderId": shop.order_id("O1"), "rowVersion": shop.version("O1"), "lineNo": 1, "price": price, "reason": reason });
        let line = shop.call("price_override", request).done()["order"]["lines"][0].clone();
        let last = line["breakdown"].as_array().and_then(|steps| steps.last()).expect("a step").clone();
        (text(&line["unitPrice"]), text(&last["kind"]), last["label"].clone())
    };
    let agreed = |reason: &str| ("4.50".to_owned(), "override".to_owned(), json!(reason));
    assert_eq!(by_hand(&shop, json!("4.50"), "agreed by phone"), agreed("agreed by phone"), "the price of the list");
    shop.call("product_update", json!({ "id": product, "rowVersion": 1, "price": "5.00" })).done();
    let lines = shop.lines(&["tea", "3"]);
    let order = shop.call("order_edit", edit(&shop, "O1", &json!({ "lines": lines }))).done();
    assert_eq!(told(&order), ["1 tea 3 at 4.50"], "it stays where the list's becomes another");

    assert_eq!(by_hand(&shop, json!("4.50"), "agreed in writing"), agreed("agreed in writing"), "another reason");
    shop.call("product_update", json!({ "id": product, "rowVersion": 2, "price": "4.50" })).done();
    by_hand(&shop, json!("4.50"), "agreed in writing");
    let (price, kind, _) = by_hand(&shop, Value::Null, "no longer");
    assert_eq!((price.as_str(), kind == "override"), ("4.50", false), "taken back at today's price");
    assert_eq!(shop.number("SELECT count(*) FROM audit_entry WHERE action = 'price_overridden'"), 4);
    shop.doctor();
}

// ---- once more ----------------------------------------------------------------------------------------

#[test]
fn an_order_is_copied_to_a_new_basket_at_todays_prices() {
    let mut shop = Shop::open();
    let (product, _) = shop.product("tea", "4.50");
    shop.play("receive tea 10 coffee 1\n order O1 tea 2 coffee 1 delivered");
    shop.call("product_update", json!({ "id": product, "rowVersion": 1, "price": "5.00" })).done();
    let coffee = shop.product_id("coffee");
    shop.call("product_update", json!({ "id": coffee, "rowVersion": 1, "archived": true })).done();
    let copied = shop.call("order_copy", json!({ "id": shop.order_id("O1") })).done();
    let basket = &copied["basket"];
    assert_eq!(copied["left"], json!(["coffee"]));
    assert_eq!((&basket["status"], &basket["customer"]["name"]), (&json!("open"), &json!("O1")));
    assert_eq!(told(basket), ["1 tea 2 at 5.00"]);
    shop.doctor();
}

// ---- waiting ------------------------------------------------------------------------------------------

fn wait_for(shop: &mut Shop, basket: &Value, pairs: &[&str]) {
    let lines = shop.lines(pairs);
    shop.call("wait_create", json!({ "basketId": basket["id"], "lines": lines })).done();
}

fn waits(shop: &Shop, basket: &Value) -> Vec<String> {
    let of_status = |status: &str| {
        let page = shop.call("wait_list", json!({ "basketId": basket["id"], "status": status })).done();
        let rows = page["rows"].as_array().expect("rows").clone();
        rows.iter().map(|wait| text(&wait["status"])).collect::<Vec<_>>()
    };
    ["cancelled", "granted", "waiting"].into_iter().flat_map(of_status).collect()
}

#[test]
fn what_a_basket_waited_for_is_its_own_and_ends_with_it() {
    let mut shop = Shop::open();
    shop.play("hold Tom tea 1 -> STOCK_INSUFFICIENT");
    let maja = basket(&mut shop, "Maja", &["tea", "2", "coffee", "1"]);
    wait_for(&mut shop, &maja, &["tea", "2", "coffee", "4"]);
    let line = &again(&shop, &maja)["lines"][0];
    assert_eq!((&line["waiting"], &line["held"], &line["available"]), (&json!(2), &json!(0), &json!(0)));
    shop.play("receive tea 2 coffee 1");
    let basket_now = again(&shop, &maja);
    let line = &basket_now["lines"][0];
    assert_eq!((&line["waiting"], &line["held"], &line["available"]), (&json!(0), &json!(2), &json!(2)));
    shop.play("hold Tom tea 1 -> STOCK_INSUFFICIENT");
    shop.call("basket_checkout", checkout(&basket_now, &json!({ "upTo": "confirmed" }))).done();
    assert_eq!((shop.stock("tea"), shop.stock("coffee")), ((2, 2, 0), (1, 1, 0)));
    assert_eq!(waits(&shop, &maja), ["cancelled", "granted"]);
    shop.doctor();
}

#[test]
fn a_checkout_that_frees_units_for_its_own_place_in_the_queue_uses_them() {
    let mut shop = Shop::open();
    shop.play("receive tea 1\n hold Tom tea 1 for 60s");
    let maja = basket(&mut shop, "Maja", &["tea", "1"]);
    wait_for(&mut shop, &maja, &["tea", "1"]);
    shop.play("tick 60s");
    let order = shop.call("basket_checkout", checkout(&maja, &json!({}))).done();
    assert_eq!(order["order"]["status"], "pending");
    assert_eq!((shop.stock("tea"), waits(&shop, &maja)), ((1, 1, 0), vec!["granted".to_owned()]));
    shop.doctor();
}

#[test]
fn a_dropped_basket_waits_for_nothing() {
    let mut shop = Shop::open();
    let maja = basket(&mut shop, "Maja", &["tea", "1"]);
    wait_for(&mut shop, &maja, &["tea", "1"]);
    shop.call("basket_drop", checkout(&maja, &json!({}))).done();
    assert_eq!(waits(&shop, &maja), ["cancelled"]);
    shop.play("receive tea 1\n stock tea 1 0 1\n doctor");
}
