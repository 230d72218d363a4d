//! Goods leave in parts, are closed short, come back; many orders move at once; the order tells its story, and any two
//! versions of it are compared.

mod support;

use serde_json::{Value, json};
use stockroom_core::kernel::Role;
use support::{Shop, new_id, text};

fn rows(value: &Value) -> Vec<Value> {
    value.as_array().unwrap_or_else(|| panic!("{value} is no list")).clone()
}

/// Like "1: 1x2 2x3", one text a shipment: its number, and each line with its units.
fn shipments(shop: &Shop, name: &str) -> Vec<String> {
    let told = |shipment: &Value| {
        let lines: Vec<String> =
            rows(&shipment["lines"]).iter().map(|line| format!("{}x{}", line["lineNo"], line["quantity"])).collect();
        format!("{}: {}", shipment["number"], lines.join(" "))
    };
    rows(&shop.order(name)["shipments"]).iter().map(told).collect()
}

// ---- shipping in parts ---------------------------------------------------------------------------------

#[test]
fn an_order_leaves_in_parts_and_is_shipped_when_nothing_is_open() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 10 coffee 10
         order O1 tea 3 coffee 4 confirmed
         stock tea 10 3 7
         send O1 1 2
         status O1 processing
         stock tea 8 1 7
         stock coffee 10 4 6
         doctor
         send O1 2 3 1 1
         status O1 processing
         stock tea 7 0 7
         stock coffee 7 1 6
         send O1
         status O1 shipped
         stock coffee 6 0 6
         send O1 -> ORDER_TRANSITION_NOT_ALLOWED
         deliver O1
         doctor",
    );
    assert_eq!(shipments(&shop, "O1"), ["1: 1x2", "2: 1x1 2x3", "3: 2x1"]);
    let order = shop.order("O1");
    let shipped: Vec<&Value> = order["lines"].as_array().expect("lines").iter().map(|line| &line["shipped"]).collect();
    assert_eq!(shipped, [3, 4]);
}

#[test]
fn the_ordinary_way_to_shipped_makes_one_shipment_of_what_is_open() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 10 coffee 10
         order O1 tea 3 coffee 4 confirmed
         process O1
         ship O1
         order O2 tea 2 delivered
         order O3 tea 2 coffee 1 confirmed
         send O3 1 1
         ship O3
         order O4 tea 1 confirmed
         ship O4 -> ORDER_TRANSITION_NOT_ALLOWED
         doctor",
    );
    assert_eq!(shipments(&shop, "O1"), ["1: 1x3 2x4"]);
    assert_eq!(shipments(&shop, "O2"), ["1: 1x2"]);
    assert_eq!(shipments(&shop, "O3"), ["1: 1x1", "2: 1x1 2x1"]);
    assert_eq!(shipments(&shop, "O4"), Vec::<String>::new());
}

#[test]
fn a_shipment_of_what_is_not_there_changes_nothing() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 10 coffee 10
         order O1 tea 3
         send O1 -> ORDER_TRANSITION_NOT_ALLOWED
         confirm O1
         send O1 1 4 -> SHIP_TOO_MANY
         send O1 2 1 -> SHIP_TOO_MANY
         send O1 1 1 1 1 -> VALIDATION
         send O1 1 0 -> VALIDATION
         status O1 confirmed
         stock tea 10 3 7
         order O2 tea 1 confirmed
         cancel O2
         send O2 -> ORDER_TRANSITION_NOT_ALLOWED",
    );
    let id = shop.order_id("O1");
    shop.refuses("VALIDATION", "order_ship", json!({ "id": id, "rowVersion": 2, "lines": [] }));
    shop.refuses("CONFLICT", "order_ship", json!({ "id": id, "rowVersion": 1 }));
    shop.refuses("NOT_FOUND", "order_ship", json!({ "id": new_id(), "rowVersion": 1 }));
    shop.refuses_as(&shop.role(Role::Viewer), "FORBIDDEN", "order_ship", json!({ "id": id, "rowVersion": 2 }));
}

#[test]
fn a_shipment_names_its_carrier_and_who_sent_it() {
    let mut shop = Shop::open();
    shop.play("receive tea 10\n order O1 tea 3 confirmed");
    let request = json!({ "id": shop.order_id("O1"), "rowVersion": 2, "reference": " DHL 00340 " });
    let order = shop.call("order_ship", request).done();
    let shipment = &order["shipments"][0];
    assert_eq!((&shipment["reference"], &shipment["staffName"]), (&json!("DHL 00340"), &json!("Owner")));
    assert_eq!(order["order"]["status"], "shipped");
    assert_eq!(order["order"]["rowVersion"], 5, "processing, the shipment, shipped");
}

#[test]
fn a_partly_shipped_order_is_not_cancelled() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 10
         order O1 tea 3 confirmed
         send O1 1 1
         cancel O1 -> ORDER_TRANSITION_NOT_ALLOWED",
    );
    let order = shop.order("O1");
    let actions: Vec<(Value, Value)> = rows(&order["allowedActions"])
        .iter()
        .map(|allowed| (allowed["action"].clone(), allowed["units"].clone()))
        .collect();
    let expected = [("ship", 2), ("ship_part", 2), ("close_short", 2), ("pay", 0), ("edit", 0), ("copy", 0)];
    assert_eq!(actions, expected.map(|(action, units)| (json!(action), json!(units))));
}

// ---- closing short -------------------------------------------------------------------------------------

#[test]
fn closing_the_last_open_line_short_ships_the_order_if_anything_left() {
    let mut shop = Shop::open();
    shop.play(
        "product tea 4.50
         product coffee 10.00
         receive tea 10 coffee 10
         order O1 tea 3 coffee 2 confirmed
         send O1 1 2
         close O1 1 1
         status O1 processing
         total O1 29.00
         close O1 2 2
         status O1 shipped
         total O1 9.00
         stock tea 8 0 8
         stock coffee 10 0 10
         deliver O1
         return O1 1 2 sellable
         return O1 1 1 sellable -> RETURN_TOO_MANY
         stock tea 10 0 10
         paid O1 0.00 0.00
         doctor
         order O2 tea 3 confirmed
         process O2
         close O2 1 3
         status O2 cancelled
         total O2 13.50
         doctor",
    );
    let order = shop.order("O1");
    assert_eq!((&order["order"]["items"], &order["subtotal"]), (&json!(2), &json!("9.00")));
}

/// What is closed short takes its part of the list price and of the discount with it.
#[test]
fn closing_short_follows_the_list_price() {
    let mut shop = Shop::open();
    shop.call("settings_update", json!({ "rowVersion": 1, "taxRateBp": 2300 })).done();
    let rule = json!({
        "kind": "promotion", "name": "Autumn", "scope": "store", "effect": { "kind": "percent", "basisPoints": 1000 },
    });
    shop.call("price_rule_create", rule).done();
    shop.play(
        "product tea 10.00
         product coffee 20.00
         receive tea 10 coffee 10
         order O1 tea 3 coffee 2 confirmed",
    );
    let figures = |order: &Value| {
        ["subtotal", "discount", "tax"]
            .map(|of| text(&order[of]))
            .into_iter()
            .chain([text(&order["order"]["total"])])
            .collect::<Vec<_>>()
    };
    assert_eq!(figures(&shop.order("O1")), ["70.00", "7.00", "11.78", "63.00"]);
    shop.play("close O1 1 2");
    // 9.00 holds 1.68 of tax, 36.00 holds 6.73.
    assert_eq!(figures(&shop.order("O1")), ["50.00", "5.00", "8.41", "45.00"]);
    shop.play("send O1\n deliver O1\n return O1 2 1 sellable\n paid O1 0.00 27.00\n doctor");
}

// ---- returns -------------------------------------------------------------------------------------------

#[test]
fn goods_come_back_sellable_or_damaged() {
    let mut shop = Shop::open();
    shop.play(
        "product tea 4.50
         receive tea 10
         order O1 tea 5 delivered
         stock tea 5 0 5
         return O1 1 2 sellable 1 1 damaged
         stock tea 7 0 7
         paid O1 0.00 9.00
         return O1 1 3 sellable -> RETURN_TOO_MANY
         return O1 1 2 damaged
         return O1 1 1 damaged -> RETURN_TOO_MANY
         stock tea 7 0 7
         paid O1 0.00 0.00
         doctor",
    );
    let order = shop.order("O1");
    let returns = rows(&order["returns"]);
    assert_eq!((&returns[0]["number"], &returns[0]["value"]), (&json!(1), &json!("13.50")));
    let lines: Vec<[Value; 3]> = rows(&returns[0]["lines"])
        .iter()
        .map(|line| ["quantity", "condition", "value"].map(|of| line[of].clone()))
        .collect();
    let expected = [[json!(2), json!("sellable"), json!("9.00")], [json!(1), json!("damaged"), json!("4.50")]];
    assert_eq!(lines, expected);
    assert_eq!((&order["returned"], &order["lines"][0]["returned"]), (&json!("22.50"), &json!(5)));
    let actions: Vec<String> = rows(&order["allowedActions"]).iter().map(|allowed| text(&allowed["action"])).collect();
    assert_eq!(actions, ["copy"], "everything came back and nothing is due");

    // The ledger tells both: they came in, and the damaged ones were written off.
    let variant = shop.variant("tea");
    let movements = shop.call("stock_movements", json!({ "variantId": variant })).done();
    let told: Vec<String> = rows(&movements["rows"])
        .iter()
        .take(5)
        .map(|row| format!("{} {} {}", text(&row["kind"]), row["onHandDelta"], row["reason"].as_str().unwrap_or("-")))
        .collect();
    assert_eq!(told, ["adjust -2 damaged", "return 2 -", "adjust -1 damaged", "return 1 -", "return 2 -"]);
}

#[test]
fn goods_come_back_only_after_delivery_and_with_a_reason() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 10
         order O1 tea 2
         return O1 1 1 sellable -> RETURN_NOT_POSSIBLE
         confirm O1
         return O1 1 1 sellable -> RETURN_NOT_POSSIBLE
         send O1
         return O1 1 1 sellable -> RETURN_NOT_POSSIBLE
         deliver O1
         return O1 2 1 sellable -> RETURN_TOO_MANY
         return O1 1 1 sellable 1 1 sellable -> VALIDATION
         return O1 1 0 sellable -> VALIDATION
         return O1 1 1 lost -> VALIDATION",
    );
    let lines = json!([{ "lineNo": 1, "quantity": 1, "condition": "sellable" }]);
    let request = |version: i64, reason: &str| json!({ "id": shop.order_id("O1"), "rowVersion": version, "lines": lines, "reason": reason });
    let version = shop.version("O1");
    let refusal = shop.refuses("VALIDATION", "order_return", request(version, " "));
    assert_eq!(refusal["fields"][0]["field"], "reason");
    shop.refuses("CONFLICT", "order_return", request(version - 1, "so"));
    shop.refuses_as(&shop.role(Role::Viewer), "FORBIDDEN", "order_return", request(version, "so"));
    shop.call_as(&shop.role(Role::Clerk), &new_id(), "order_return", &request(version, "so")).done();
}

/// An archived product has no units on hand: what comes back of it is restored first, or written off.
#[test]
fn goods_of_an_archived_product_come_back_damaged_only() {
    let mut shop = Shop::open();
    shop.play("receive tea 2\n order O1 tea 2 delivered");
    let id = shop.product_id("tea");
    shop.call("product_update", json!({ "id": id, "rowVersion": 1, "archived": true })).done();
    shop.play(
        "return O1 1 1 sellable -> PRODUCT_ARCHIVED
         return O1 1 1 damaged
         doctor",
    );
    shop.call("product_update", json!({ "id": id, "rowVersion": 2, "archived": false })).done();
    shop.play("return O1 1 1 sellable\n stock tea 1 0 1\n doctor");
}

#[test]
fn goods_go_back_to_where_they_came_from_or_to_where_the_store_sells_from() {
    let mut shop = Shop::open();
    shop.play(
        "location back
         location yard
         receive tea 4 at back
         order O1 tea@back 2 delivered
         return O1 1 1 sellable
         stock tea@back 3 0 3
         transfer back floor tea 3
         archive back
         return O1 1 1 sellable
         stock tea@floor 4 0 4
         doctor",
    );
}

// ---- many at once --------------------------------------------------------------------------------------

fn move_many(shop: &Shop, names: &[&str], to: &str) -> Value {
    let ids: Vec<String> = names.iter().map(|name| shop.order_id(name)).collect();
    shop.call("order_transition_many", json!({ "ids": ids, "to": to, "reason": "so" })).done()
}

#[test]
fn many_orders_move_at_once_and_one_that_may_not_stays_as_it_is() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 5 coffee 1
         order O1 tea 2
         order O2 tea 2 coffee 1 hold 60s
         order O3 tea 1
         tick 61s
         hold R1 coffee 1",
    );
    // The second one's holds lapsed: its tea is there, its coffee somebody else has. Nothing of it is taken.
    let before = shop.order("O2");
    let moved = move_many(&shop, &["O1", "O2", "O3"], "confirmed");
    assert_eq!((&moved["done"], &moved["refused"]), (&json!(2), &json!(1)));
    let told: Vec<(Value, Value, Value)> = rows(&moved["rows"])
        .iter()
        .map(|row| (row["number"].clone(), row["done"].clone(), row["refusal"]["code"].clone()))
        .collect();
    let expected = [
        (json!("2026-000001"), json!(true), Value::Null),
        (json!("2026-000002"), json!(false), json!("STOCK_INSUFFICIENT")),
        (json!("2026-000003"), json!(true), Value::Null),
    ];
    assert_eq!(told, expected);
    let short = &moved["rows"][1]["refusal"]["lines"];
    assert_eq!((&short[0]["sku"], &short[0]["heldBy"][0]["label"]), (&json!("coffee"), &json!("R1")));
    let after = shop.order("O2");
    assert_eq!((&after["order"], &after["timeline"][0]["to"]), (&before["order"], &before["timeline"][0]["to"]));
    shop.play("stock tea 5 3 2\n stock coffee 1 1 0\n doctor");

    // One batch id in the audit, and nobody else's entry has it.
    let batch = uuid::Uuid::parse_str(&text(&moved["batchId"])).expect("an id").simple().to_string();
    let entries = shop.number(&format!("SELECT count(*) FROM audit_entry WHERE lower(hex(batch_id)) = '{batch}'"));
    let statuses = shop.number(&format!(
        "SELECT count(*) FROM audit_entry WHERE lower(hex(batch_id)) = '{batch}' AND action = 'order_status_changed'"
    ));
    assert_eq!((entries, statuses), (4, 2), "each order's status and the hold it had");
    assert_eq!(shop.number("SELECT count(*) FROM stock_movement WHERE batch_id IS NOT NULL AND kind <> 'receive'"), 0);
    shop.play("process O1");
    let last = shop.number(&format!(
        "SELECT count(*) FROM audit_entry
         WHERE lower(hex(batch_id)) = '{batch}' AND seq = (SELECT max(seq) FROM audit_entry)"
    ));
    assert_eq!(last, 0, "what came later is not of the batch");
}

#[test]
fn many_orders_are_refused_one_by_one_for_what_they_are() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 20
         order O1 tea 1
         order O2 tea 1 confirmed
         order O3 tea 1 delivered
         order O4 tea 1 confirmed
         process O4",
    );
    let codes =
        |moved: &Value| rows(&moved["rows"]).iter().map(|row| row["refusal"]["code"].clone()).collect::<Vec<_>>();
    let none = Value::Null;
    let not = json!("ORDER_TRANSITION_NOT_ALLOWED");
    let cancelled = move_many(&shop, &["O4", "O1", "O2", "O3"], "cancelled");
    assert_eq!(codes(&cancelled), [not.clone(), none.clone(), none.clone(), not.clone()]);
    let shipped = move_many(&shop, &["O4", "O2"], "shipped");
    assert_eq!(codes(&shipped), [none, not]);
    assert_eq!(shipments(&shop, "O4"), ["1: 1x1"]);

    let unknown = new_id();
    let ids = json!([unknown, shop.order_id("O4")]);
    let moved = shop.call("order_transition_many", json!({ "ids": ids, "to": "delivered" })).done();
    assert_eq!(
        (&moved["rows"][0]["number"], &moved["rows"][0]["refusal"]["code"]),
        (&Value::Null, &json!("NOT_FOUND"))
    );
    assert_eq!((&moved["rows"][1]["done"], &moved["done"]), (&json!(true), &json!(1)));
    shop.play("doctor");
}

#[test]
fn what_many_orders_can_do_is_told_with_its_figures() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 20
         order O1 tea 1
         order O2 tea 2
         order O3 tea 3 confirmed
         order O4 tea 4 confirmed
         process O4
         order O5 tea 5 delivered",
    );
    let ids: Vec<String> = ["O1", "O2", "O3", "O4", "O5"].map(|name| shop.order_id(name)).to_vec();
    let request = json!({ "ids": ids });
    let ways = shop.call("order_many_look", request.clone()).done();
    let told: Vec<(String, i64, i64)> = rows(&ways["rows"])
        .iter()
        .map(|row| (text(&row["action"]), row["orders"].as_i64().unwrap(), row["units"].as_i64().unwrap()))
        .collect();
    let expected = [("confirm", 2, 3), ("process", 1, 0), ("ship", 1, 4), ("cancel", 3, 6)];
    assert_eq!(told, expected.map(|(action, orders, units)| (action.to_owned(), orders, units)));
    assert_eq!(ways["orders"], 5);
    assert_eq!(ways["rows"][3]["needsReason"], true);

    // Who only looks can do none of it; what is not there is not counted.
    let viewed = shop.call_as(&shop.role(Role::Viewer), &new_id(), "order_many_look", &request).done();
    assert_eq!(viewed["rows"], json!([]));
    let nobody = shop.call("order_many_look", json!({ "ids": [new_id()] })).done();
    assert_eq!(nobody, json!({ "orders": 0, "rows": [] }));
    let many: Vec<String> = (0..5001).map(|_| new_id()).collect();
    shop.refuses("VALIDATION", "order_many_look", json!({ "ids": many }));
}

#[test]
fn a_request_for_many_is_judged_before_any_moves() {
    let mut shop = Shop::open();
    shop.play("receive tea 5\n order O1 tea 1\n order O2 tea 1");
    let (one, two) = (shop.order_id("O1"), shop.order_id("O2"));
    let refused = |request: Value| {
        let refusal = shop.refuses("VALIDATION", "order_transition_many", request);
        text(&refusal["fields"][0]["field"])
    };
    assert_eq!(refused(json!({ "ids": [], "to": "confirmed" })), "ids");
    assert_eq!(refused(json!({ "ids": [one, two, one], "to": "confirmed" })), "ids[2]");
    assert_eq!(refused(json!({ "ids": [one], "to": "cancelled" })), "reason");
    let many: Vec<String> = (0..501).map(|_| new_id()).collect();
    assert_eq!(refused(json!({ "ids": many, "to": "confirmed" })), "ids");
    let request = json!({ "ids": [one], "to": "confirmed" });
    shop.refuses_as(&shop.role(Role::Viewer), "FORBIDDEN", "order_transition_many", request);
}

// ---- story and versions --------------------------------------------------------------------------------

#[test]
fn the_story_tells_everything_with_its_figures() {
    let mut shop = Shop::open();
    shop.play(
        "product tea 4.50
         product coffee 10.00
         receive tea 10 coffee 10
         order O1 tea 3 coffee 2
         tick 1m
         pay O1 cash of 50.00
         confirm O1
         tick 1m
         send O1 1 2
         tick 1m
         close O1 1 1
         tick 1m
         send O1
         deliver O1
         tick 1m
         return O1 2 1 damaged
         refund O1 cash 14.50",
    );
    let order = shop.order("O1");
    let told: Vec<String> = rows(&order["timeline"])
        .iter()
        .rev()
        .map(|entry| {
            let word = |of: &str| match &entry[of] {
                Value::Null => String::new(),
                Value::String(text) => format!(" {text}"),
                other => format!(" {other}"),
            };
            format!(
                "{}{}{}{}{}{}",
                text(&entry["action"]),
                word("to"),
                word("quantity"),
                word("sku"),
                word("amount"),
                word("method")
            )
        })
        .collect();
    let expected = [
        "order_created pending 5",
        // Of both lines in one.
        "reservation_created 5",
        "payment_recorded 33.50 cash",
        "reservation_consumed 5",
        "order_status_changed confirmed",
        "order_status_changed processing",
        "order_shipped 2 tea",
        "order_edited 1 tea",
        "order_shipped 2 coffee",
        "order_status_changed shipped",
        "order_status_changed delivered",
        "order_returned 1 coffee 10.00",
        "refund_recorded 14.50 cash",
    ];
    assert_eq!(told, expected);
    let seqs: Vec<i64> = rows(&order["timeline"]).iter().filter_map(|entry| entry["auditSeq"].as_i64()).collect();
    assert!(seqs.is_sorted_by(|a, b| a > b), "the newest first: {seqs:?}");
    let held =
        rows(&order["timeline"]).into_iter().find(|entry| entry["action"] == "reservation_created").expect("a hold");
    assert!(held["until"].as_i64() > held["at"].as_i64());
}

#[test]
fn a_hold_that_an_order_takes_over_is_part_of_its_story() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 10
         hold R1 tea 2
         tick 1m
         order O1 from R1
         tick 1h
         sweep 1",
    );
    let actions: Vec<String> = rows(&shop.order("O1")["timeline"]).iter().map(|entry| text(&entry["action"])).collect();
    assert_eq!(actions, ["reservation_expired", "reservation_extended", "order_created", "reservation_created"]);
}

#[test]
fn two_versions_are_compared_field_by_field() {
    let mut shop = Shop::open();
    shop.play(
        "product tea 4.50
         product coffee 10.00
         receive tea 10 coffee 10
         order O1 tea 3 coffee 2 confirmed
         pay O1 card 5.00
         send O1 1 2
         close O1 2 1
         send O1
         deliver O1
         return O1 1 1 sellable",
    );
    let id = shop.order_id("O1");
    let versions = rows(&shop.call("order_versions", json!({ "id": id })).done()["rows"]);
    let actions: Vec<String> = versions.iter().rev().map(|version| text(&version["action"])).collect();
    let expected = [
        "order_created",
        "order_status_changed",
        "payment_recorded",
        "order_status_changed",
        "order_shipped",
        "order_edited",
        "order_shipped",
        "order_status_changed",
        "order_status_changed",
        "order_returned",
    ];
    assert_eq!(actions, expected);
    let seq = |place: usize| versions[versions.len() - 1 - place]["auditSeq"].clone();
    let compare = |from: usize, to: usize| -> Vec<String> {
        let compared = shop.call("order_compare", json!({ "id": id, "from": seq(from), "to": seq(to) })).done();
        let word = |value: &Value| value.as_str().unwrap_or("-").to_owned();
        rows(&compared["rows"])
            .iter()
            .map(|row| {
                let line =
                    row["lineNo"].as_i64().map_or(String::new(), |line| format!("{line} {} ", word(&row["sku"])));
                format!("{line}{}: {} -> {}", text(&row["field"]), word(&row["before"]), word(&row["after"]))
            })
            .collect()
    };
    assert_eq!(compare(0, 1), ["status: pending -> confirmed"]);
    assert_eq!(compare(1, 2), ["paid: 0.00 -> 5.00"]);
    assert_eq!(compare(3, 4), ["1 tea shipped: 0 -> 2"]);
    let closed = compare(4, 5);
    for row in ["items: 5 -> 4", "total: 33.50 -> 23.50", "subtotal: 33.50 -> 23.50", "2 coffee released: 0 -> 1"] {
        assert!(closed.contains(&row.to_owned()), "{row} is not in {closed:?}");
    }
    assert_eq!(compare(8, 9), ["returned: 0.00 -> 4.50", "1 tea returned: 0 -> 1"]);
    assert_eq!(compare(9, 8), ["returned: 4.50 -> 0.00", "1 tea returned: 1 -> 0"]);
    assert_eq!(compare(5, 5), Vec::<String>::new());
    let whole = compare(0, 9);
    assert!(whole.contains(&"status: pending -> delivered".to_owned()), "{whole:?}");

    shop.refuses("NOT_FOUND", "order_compare", json!({ "id": id, "from": seq(0), "to": 999_999 }));
    shop.refuses("NOT_FOUND", "order_compare", json!({ "id": new_id(), "from": seq(0), "to": seq(1) }));
    shop.refuses("NOT_FOUND", "order_versions", json!({ "id": new_id() }));
}

// ---- the doctor ----------------------------------------------------------------------------------------

#[test]
fn the_doctor_sees_what_does_not_add_up() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 20
         order O1 tea 5 confirmed
         send O1 1 2
         order O2 tea 5 delivered
         return O2 1 2 sellable
         doctor",
    );
    let tampered = [
        ("UPDATE shipment_line SET quantity = 1", "shipments are what was shipped"),
        ("UPDATE order_line SET returned = 1 WHERE returned > 0", "what came back had left, and is counted once"),
        ("UPDATE orders SET returned = 1 WHERE returned > 0", "what came back had left, and is counted once"),
        ("UPDATE order_return SET value = 1", "what came back had left, and is counted once"),
        ("UPDATE orders SET subtotal = subtotal + 1, discount = discount + 1", "order totals equal their lines"),
        ("UPDATE orders SET items = items + 1", "order totals equal their lines"),
        ("UPDATE orders SET tax = tax + 1", "order totals equal their lines"),
        ("UPDATE order_line SET list_price = list_price + 1", "order totals equal their lines"),
        ("UPDATE allocation SET shipped = quantity WHERE shipped = 2", "allocations fit their orders"),
    ];
    let mut conn = shop.tamper();
    stockroom_core::db::add_functions(&conn).expect("our functions");
    for (sql, check) in tampered {
        let tx = conn.transaction().expect("a transaction");
        tx.execute(sql, []).unwrap_or_else(|error| panic!("{sql}: {error}"));
        let report = stockroom_core::doctor::doctor_run(&tx, shop.core.clock()).expect("a report");
        let sick: Vec<&str> = report.checks.iter().filter(|check| !check.ok).map(|check| check.name.as_str()).collect();
        assert!(sick.contains(&check), "{sql}: {sick:?}");
        tx.rollback().expect("rolled back");
    }
}
