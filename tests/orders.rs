//! Orders: placed whole or not at all, moved only along the table of states, and what that does to stock.

mod support;

use serde_json::{Value, json};
use stockroom_core::kernel::Role;
use support::{Shop, new_id, text};

const STATUSES: [&str; 7] = ["pending", "confirmed", "processing", "shipped", "delivered", "cancelled", "rejected"];

/// The promise, written down once more than in the program: what a person may do from each status, with the name of
/// the button.
const WAYS: [(&str, &str, &str); 6] = [
    ("pending", "confirmed", "confirm"),
    ("pending", "cancelled", "cancel"),
    ("confirmed", "processing", "process"),
    ("confirmed", "cancelled", "cancel"),
    ("processing", "shipped", "ship"),
    ("shipped", "delivered", "deliver"),
];

/// Places an order of 2 tea and brings it to a status.
fn order_in(shop: &mut Shop, name: &str, status: &str) {
    let steps = match status {
        "pending" => "",
        "confirmed" => "confirm N",
        "processing" => "confirm N\n process N",
        "shipped" => "confirm N\n process N\n ship N",
        "delivered" => "confirm N\n process N\n ship N\n deliver N",
        "cancelled" => "cancel N",
        "rejected" => {
            return shop.play(&format!("order {name} tea 999999 or reject -> declined"));
        }
        other => panic!("no status {other}"),
    };
    shop.play(&format!("order {name} tea 2\n{}", steps.replace('N', name)));
}

#[test]
fn all_49_pairs_of_states_by_command() {
    let mut shop = Shop::open();
    shop.play("receive tea 1000");
    for from in STATUSES {
        for to in STATUSES {
            let name = format!("{from}-{to}");
            order_in(&mut shop, &name, from);
            shop.play(&format!("status {name} {from}"));
            let before = shop.stock("tea");
            let request = json!({
                "id": shop.order_id(&name), "to": to, "rowVersion": shop.version(&name), "reason": "a reason",
            });
            if WAYS.iter().any(|way| (way.0, way.1) == (from, to)) {
                shop.call("order_transition", request).done();
                shop.play(&format!("status {name} {to}"));
                let (on_hand, reserved) = match (from, to) {
                    (_, "shipped") => (-2, -2),
                    (_, "cancelled") => (0, -2),
                    _ => (0, 0),
                };
                let expected = (before.0 + on_hand, before.1 + reserved, before.2 + on_hand - reserved);
                assert_eq!(shop.stock("tea"), expected, "{from} -> {to}");
            } else {
                let refusal = shop.refuses("ORDER_TRANSITION_NOT_ALLOWED", "order_transition", request);
                let mut allowed: Vec<&str> = WAYS.iter().filter(|way| way.0 == from).map(|way| way.1).collect();
                allowed.sort_unstable();
                let mut said: Vec<String> =
                    refusal["allowed"].as_array().expect("the ways there are").iter().map(text).collect();
                said.sort_unstable();
                assert_eq!(
                    (text(&refusal["from"]), text(&refusal["to"]), said.len()),
                    (from.into(), to.into(), allowed.len())
                );
                assert_eq!(said, allowed);
            }
        }
    }
    shop.doctor();
}

#[test]
fn all_49_pairs_of_states_by_sql() {
    let mut shop = Shop::open();
    shop.play("receive tea 1000");
    let by_close_short = ("processing", "cancelled");
    for from in STATUSES {
        let name = format!("O-{from}");
        order_in(&mut shop, &name, from);
        for to in STATUSES {
            let mut conn = shop.tamper();
            let tx = conn.transaction().expect("a transaction");
            // A rejected order has its rejection; the other way round the table's check would speak before the trigger.
            let rejection = if to == "rejected" { "'[]'" } else { "NULL" };
            let changed = tx.execute(
                &format!("UPDATE orders SET status = ?1, rejection = {rejection} WHERE customer_name = ?2"),
                (to, &name),
            );
            let allowed =
                from == to || by_close_short == (from, to) || WAYS.iter().any(|way| (way.0, way.1) == (from, to));
            match changed {
                Ok(rows) => assert!(allowed && rows == 1, "SQL let {from} become {to}"),
                Err(error) => {
                    assert!(!allowed, "SQL kept {from} from becoming {to}: {error}");
                    assert!(error.to_string().contains("no such order transition"), "{from} -> {to}: {error}");
                }
            }
            tx.rollback().expect("rolled back");
        }
    }
    let begun = shop.tamper().execute(
        "INSERT INTO orders (row_no, seq, id, number, status, priority, customer_id, customer_name,
               customer_email, customer_phone, location_id, fulfilment, address, promised_on, line_count, items, subtotal,
               discount, tax, total, note, rejection, hold_seconds, staff_id, created_at, status_at, row_version)
             SELECT max(row_no) + 1, max(row_no) + 1, randomblob(16), '2026-999999', 'shipped', priority,
           customer_id, customer_name, customer_email, customer_phone, location_id, fulfilment, address, promised_on,
           line_count, items, subtotal, discount, tax, total, note, NULL, hold_seconds, staff_id, created_at, status_at, 1
         FROM orders",
        [],
    );
    let error = begun.expect_err("an order begins pending or rejected").to_string();
    assert!(error.contains("begins pending or rejected"), "{error}");
    assert!(shop.tamper().execute("DELETE FROM orders", []).is_err());
}

#[test]
fn the_buttons_are_exactly_what_would_succeed() {
    let mut shop = Shop::open();
    shop.play("receive tea 1000");
    for status in STATUSES {
        order_in(&mut shop, status, status);
        let buttons = |session| {
            let request = json!({ "id": shop.order_id(status) });
            let order = shop.call_as(&session, &new_id(), "order_get", &request).done();
            let actions = order["allowedActions"].as_array().expect("actions").clone();
            actions.iter().map(|action| text(&action["action"])).collect::<Vec<_>>()
        };
        let ways: Vec<&str> = WAYS.iter().filter(|way| way.0 == status).map(|way| way.2).collect();
        let (clerk, manager): (&[&str], &[&str]) = match status {
            "confirmed" | "processing" => {
                (&["ship_part", "pay", "edit", "copy"], &["ship_part", "close_short", "pay", "edit", "copy"])
            }
            "pending" | "shipped" => (&["pay", "edit", "copy"], &["pay", "edit", "copy"]),
            "delivered" => (&["return", "pay", "copy"], &["return", "pay", "copy"]),
            _ => (&["copy"], &["copy"]),
        };
        assert_eq!(buttons(shop.role(Role::Clerk)), [&ways[..], clerk].concat(), "{status}");
        assert_eq!(buttons(shop.role(Role::Viewer)), Vec::<String>::new(), "{status}");
        assert_eq!(buttons(shop.role(Role::Manager)), [&ways[..], manager].concat(), "{status}");
    }
}

#[test]
fn an_order_holds_then_owns_then_ships_its_units() {
    Shop::open().play(
        "receive tea 10
         order O1 tea 3 hold 60s
         stock tea 10 3 7
         confirm O1
         stock tea 10 3 7
         tick 2h
         sweep 0
         stock tea 10 3 7
         process O1
         ship O1
         stock tea 7 0 7
         deliver O1
         stock tea 7 0 7
         doctor",
    );
}

#[test]
fn an_order_is_placed_whole_or_not_at_all() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 10 coffee 1 salt 5
         hold Maja salt 4",
    );
    let lines = shop.lines(&["tea", "3", "coffee", "2", "salt", "2"]);
    let refusal = shop.refuses("STOCK_INSUFFICIENT", "order_place", json!({ "lines": lines }));
    let short = refusal["lines"].as_array().expect("every short line");
    let told: Vec<(i64, String, i64, i64)> = short
        .iter()
        .map(|line| {
            let figure = |field: &str| line[field].as_i64().expect("a figure");
            (figure("lineNo"), text(&line["sku"]), figure("requested"), figure("available"))
        })
        .collect();
    assert_eq!(told, [(2, "coffee".to_owned(), 2, 1), (3, "salt".to_owned(), 2, 1)]);
    assert_eq!(short[1]["heldBy"][0]["label"], "Maja");
}

#[test]
fn a_product_is_on_one_line_and_what_is_held_for_it_joins_that_line() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 10
         order O1 tea 6 tea 4 -> DUPLICATE_LINES
         hold R1 tea 3
         hold R2 tea 1
         order O1 tea 7 from R1 from R2 -> STOCK_INSUFFICIENT
         order O1 tea 6 from R1 from R2
         stock tea 10 10 0
         confirm O1
         process O1
         ship O1
         stock tea 0 0 0
         doctor",
    );
    let order = shop.order("O1");
    assert_eq!(order["lines"].as_array().map(Vec::len), Some(1), "{order}");
    assert_eq!(order["lines"][0]["quantity"], 10);
}

#[test]
fn an_order_that_may_be_rejected_is_kept_with_what_was_short() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 5
         order O1 tea 9 or reject -> declined
         status O1 rejected
         stock tea 5 0 5
         order O2 tea 5 or reject
         status O2 pending
         stock tea 5 5 0
         doctor",
    );
    let kept = shop.order("O1");
    assert_eq!(kept["order"]["number"], "2026-000001");
    assert_eq!((&kept["rejection"][0]["requested"], &kept["rejection"][0]["available"]), (&json!(9), &json!(5)));
    assert_eq!(kept["timeline"][0]["action"], "order_rejected");
}

#[test]
fn a_refused_order_uses_no_number() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 5
         order O1 tea 1
         order O2 tea 9 -> STOCK_INSUFFICIENT
         order O2 tea 1",
    );
    assert_eq!(shop.order("O2")["order"]["number"], "2026-000002");
    shop.play("tick 42d\n order O3 tea 1");
    assert_eq!(shop.order("O3")["order"]["number"], "2027-000001", "numbers begin again each year");
}

#[test]
fn an_order_takes_over_what_was_held_for_it() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 10 coffee 2
         hold R1 tea 4 coffee 2 for 60s
         order O1 tea 6 from R1 hold 1h
         stock tea 10 10 0
         stock coffee 2 2 0
         tick 10m
         held R1 active
         release R1 -> HOLD_OF_ORDER
         order O2 from R1 -> HOLD_OF_ORDER
         confirm O1
         held R1 consumed
         stock tea 10 10 0
         order O3 from R1 -> HOLD_ENDED
         cancel O1
         stock tea 10 0 10
         doctor",
    );
    let hold = shop.hold_id("R1");
    shop.play("hold R2 tea 1");
    let twice = [shop.hold_id("R2"), shop.hold_id("R2")];
    shop.refuses("VALIDATION", "order_place", json!({ "reservationIds": twice }));
    shop.refuses("HOLD_ENDED", "order_place", json!({ "reservationIds": [hold] }));
}

#[test]
fn a_pending_order_whose_holds_lapsed_takes_its_units_again_or_is_refused() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 5
         order O1 tea 4 hold 60s
         tick 60s
         order O2 tea 3 confirmed
         confirm O1 -> STOCK_INSUFFICIENT
         status O1 pending
         cancel O2
         confirm O1
         stock tea 5 4 1
         doctor",
    );
    let units = shop.all_pages("reservation_list", &json!({ "status": ["expired"] }), 200);
    assert_eq!(units.len(), 1, "the lapsed hold stays lapsed: {units:?}");
}

#[test]
fn a_pending_order_whose_holds_lapsed_in_part_takes_only_what_is_missing() {
    Shop::open().play(
        "receive tea 5 coffee 5
         hold R1 tea 4 for 60s
         order O1 coffee 5 from R1 hold 1h
         tick 30m
         stock tea 5 4 1
         confirm O1
         stock tea 5 4 1
         stock coffee 5 5 0
         doctor",
    );
}

#[test]
fn a_cancelled_order_gives_everything_back() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 10
         order O1 tea 3
         cancel O1
         stock tea 10 0 10
         order O2 tea 3 confirmed
         cancel O2
         stock tea 10 0 10
         order O3 tea 3 hold 60s
         tick 5m
         cancel O3
         stock tea 10 0 10
         doctor",
    );
    shop.play("order O4 tea 1");
    shop.refuses(
        "VALIDATION",
        "order_cancel",
        json!({ "id": shop.order_id("O4"), "rowVersion": shop.version("O4"), "reason": "  " }),
    );
    shop.refuses(
        "VALIDATION",
        "order_transition",
        json!({ "id": shop.order_id("O4"), "to": "cancelled", "rowVersion": shop.version("O4") }),
    );
}

#[test]
fn lines_closed_short_give_units_back_and_cost_less() {
    let mut shop = Shop::open();
    shop.play(
        "product tea 4.50
         product coffee 10.00
         receive tea 10 coffee 10
         order O1 tea 4 coffee 2
         close O1 1 1 -> ORDER_TRANSITION_NOT_ALLOWED
         confirm O1
         total O1 38.00
         close O1 1 5 -> CLOSE_SHORT_TOO_MANY
         close O1 3 1 -> CLOSE_SHORT_TOO_MANY
         close O1 1 1 2 2
         total O1 13.50
         stock tea 10 3 7
         stock coffee 10 0 10
         process O1
         close O1 1 1
         total O1 9.00
         ship O1
         stock tea 8 0 8
         close O1 1 1 -> ORDER_TRANSITION_NOT_ALLOWED
         deliver O1
         doctor",
    );
    let order = shop.order("O1");
    assert_eq!((&order["order"]["items"], &order["subtotal"]), (&json!(2), &json!("9.00")));
    assert_eq!((&order["lines"][0]["released"], &order["lines"][0]["shipped"]), (&json!(2), &json!(2)));
}

#[test]
fn closing_the_last_line_closes_the_order() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 10 coffee 10
         order O1 tea 4 coffee 2 confirmed
         close O1 1 4
         status O1 confirmed
         close O1 2 2
         status O1 cancelled
         order O2 tea 4 confirmed
         process O2
         close O2 1 4
         status O2 cancelled
         stock tea 10 0 10
         stock coffee 10 0 10
         doctor",
    );
    shop.play("order O3 tea 1 confirmed");
    let request = json!({
        "id": shop.order_id("O3"), "rowVersion": shop.version("O3"), "reason": "sold out",
        "lines": [{ "lineNo": 1, "quantity": 1 }],
    });
    shop.refuses_as(&shop.role(Role::Clerk), "FORBIDDEN", "order_close_short", request);
}

#[test]
fn handing_over_at_the_counter_takes_every_step() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 10
         order O1 tea 3 delivered
         status O1 delivered
         stock tea 7 0 7
         doctor",
    );
    let order = shop.order("O1");
    let steps: Vec<Value> = order["timeline"]
        .as_array()
        .expect("a timeline")
        .iter()
        .rev()
        .map(|e| e["to"].clone())
        .filter(|to| !to.is_null())
        .collect();
    assert_eq!(steps, ["pending", "confirmed", "processing", "shipped", "delivered"]);
    assert_eq!(order["order"]["rowVersion"], 5);
}

#[test]
fn an_order_adds_up() {
    let mut shop = Shop::open();
    shop.call("settings_update", json!({ "rowVersion": 1, "taxRateBp": 2300 })).done();
    shop.play(
        "product tea 1.23
         product coffee 10.00
         receive tea 10 coffee 10
         order O1 tea 3 coffee 2",
    );
    let order = shop.order("O1");
    assert_eq!(
        [&order["subtotal"], &order["discount"], &order["tax"], &order["order"]["total"]],
        // 3.69 holds 0.69 of 23 % tax, 20.00 holds 3.74.
        [&json!("23.69"), &json!("0.00"), &json!("4.43"), &json!("23.69")]
    );
    assert_eq!((&order["order"]["items"], &order["order"]["lineCount"]), (&json!(5), &json!(2)));
    let id = shop.product_id("tea");
    shop.call("product_update", json!({ "id": id, "rowVersion": 1, "price": "9.99" })).done();
    shop.play("total O1 23.69");
}

#[test]
fn an_order_by_a_stale_version_is_refused() {
    let mut shop = Shop::open();
    shop.play("receive tea 10\n order O1 tea 1");
    let stale = shop.version("O1");
    shop.play("confirm O1");
    let refusal = shop.refuses(
        "CONFLICT",
        "order_transition",
        json!({ "id": shop.order_id("O1"), "to": "processing", "rowVersion": stale }),
    );
    assert_eq!((&refusal["expectedVersion"], &refusal["actualVersion"]), (&json!(1), &json!(2)));
}

#[test]
fn a_walk_in_order_carries_a_name_as_text_and_an_e_mail_links_to_who_has_it() {
    let mut shop = Shop::open();
    shop.play("receive tea 20");
    let lines = shop.lines(&["tea", "1"]);
    let place = |customer: Value| {
        let order = shop.call("order_place", json!({ "lines": lines, "customer": customer })).done();
        (order["order"]["customerId"].clone(), text(&order["order"]["customerName"]))
    };
    let maja = place(json!({ "name": "Maja Kovač", "email": "maja@example.org", "keep": true }));
    assert!(maja.0.is_string());
    assert_eq!(place(json!({ "name": "M. K.", "email": "MAJA@example.org" })), maja);
    let other = place(json!({ "name": "Maja Kovač", "keep": true }));
    assert_ne!(other.0, maja.0, "a name alone is not somebody with an address");
    assert_eq!(place(json!({ "name": " maja kovač ", "keep": true })), other);
    let as_text = |customer: Value, name: &str| assert_eq!(place(customer), (Value::Null, name.to_owned()));
    as_text(json!({ "name": "Maja Kovač" }), "Maja Kovač");
    as_text(json!({ "name": "Ben", "email": "ben@example.org" }), "Ben");
    as_text(json!({ "email": "eve@example.org", "keep": false }), "eve@example.org");
    as_text(json!({}), "Walk-in customer");
    assert_eq!(shop.number("SELECT count(*) FROM customer"), 2);
}

#[test]
fn a_delivery_needs_an_address() {
    let mut shop = Shop::open();
    shop.play("receive tea 10");
    let lines = shop.lines(&["tea", "1"]);
    let refusal =
        shop.refuses("VALIDATION", "order_place", json!({ "lines": lines, "fulfilment": "delivery", "address": " " }));
    assert_eq!(refusal["fields"][0]["field"], "address");
    let placed = shop
        .call(
            "order_place",
            json!({ "lines": lines, "fulfilment": "delivery", "address": "12 Quay", "promisedOn": "2026-12-01" }),
        )
        .done();
    assert_eq!((&placed["address"], &placed["promisedOn"]), (&json!("12 Quay"), &json!("2026-12-01")));
}
