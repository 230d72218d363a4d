//! Baskets: several at once, each line with the price it was quoted, which never changes by itself.

mod support;

use serde_json::{Value, json};
use stockroom_core::kernel::{MAX_LINES, Role};
use support::{Shop, new_id, text};

fn figure(value: &Value) -> i64 {
    value.as_i64().unwrap_or_else(|| panic!("{value} is no figure"))
}

fn create(shop: &mut Shop, pairs: &[&str]) -> Value {
    let lines = shop.lines(pairs);
    shop.call("basket_create", json!({ "lines": lines })).done()
}

/// `tea 2 at 1.00` of each line.
fn told(basket: &Value) -> Vec<String> {
    let lines = basket["lines"].as_array().expect("lines");
    lines
        .iter()
        .map(|line| format!("{} {} at {}", text(&line["sku"]), figure(&line["quantity"]), text(&line["unitPrice"])))
        .collect()
}

#[test]
fn a_basket_is_filled_by_scans_and_mended_by_lines() {
    let mut shop = Shop::open();
    shop.play("product tea 4.50\n product coffee 7.25");
    let (tea, coffee) = (shop.variant("tea"), shop.variant("coffee"));
    let basket = shop.call("basket_create", json!({})).done();
    let id = basket["id"].clone();
    assert_eq!((&basket["status"], &basket["total"], &basket["items"]), (&json!("open"), &json!("0.00"), &json!(0)));
    for variant in [&tea, &coffee, &tea] {
        shop.call("basket_add", json!({ "id": id, "variantId": variant })).done();
    }
    let basket = shop.call("basket_add", json!({ "id": id, "variantId": tea, "quantity": 3 })).done();
    assert_eq!(told(&basket), ["tea 5 at 4.50", "coffee 1 at 7.25"]);
    assert_eq!((&basket["total"], &basket["items"], &basket["rowVersion"]), (&json!("29.75"), &json!(6), &json!(5)));

    let set = json!({ "id": id, "rowVersion": 5, "lineNo": 2, "quantity": 2 });
    let basket = shop.call("basket_line_set", set).done();
    assert_eq!(told(&basket), ["tea 5 at 4.50", "coffee 2 at 7.25"]);
    let basket = shop.call("basket_line_remove", json!({ "id": id, "rowVersion": 6, "lineNo": 1 })).done();
    assert_eq!(told(&basket), ["coffee 2 at 7.25"]);
    assert_eq!(basket["lines"][0]["lineNo"], 2, "a line keeps its number");

    for quantity in [0, -1, 1_000_001] {
        let set = json!({ "id": id, "rowVersion": 7, "lineNo": 2, "quantity": quantity });
        shop.refuses("VALIDATION", "basket_line_set", set);
        shop.refuses("VALIDATION", "basket_add", json!({ "id": id, "variantId": tea, "quantity": quantity }));
    }
    shop.refuses("CONFLICT", "basket_line_remove", json!({ "id": id, "rowVersion": 6, "lineNo": 2 }));
    shop.refuses("NOT_FOUND", "basket_line_remove", json!({ "id": id, "rowVersion": 7, "lineNo": 1 }));
    shop.doctor();
}

#[test]
fn one_variant_is_on_one_line_at_each_location() {
    let mut shop = Shop::open();
    shop.play("location back\n receive tea 5\n receive tea 9 at back");
    let basket = create(&mut shop, &["tea", "2", "tea@back", "3"]);
    let id = basket["id"].clone();
    assert_eq!((&basket["lines"][0]["available"], &basket["lines"][1]["available"]), (&json!(5), &json!(9)));
    let tea = shop.variant("tea");
    let basket = shop.call("basket_add", json!({ "id": id, "variantId": tea })).done();
    assert_eq!(told(&basket), ["tea 3 at 1.00", "tea 3 at 1.00"]);
    let moved = json!({ "id": id, "rowVersion": 2, "lineNo": 2, "locationId": shop.location_id("floor") });
    let refusal = shop.refuses("DUPLICATE_LINES", "basket_line_set", moved);
    assert_eq!(refusal["lines"][0]["quantity"], 6);
    shop.call("basket_line_remove", json!({ "id": id, "rowVersion": 2, "lineNo": 1 })).done();
    let basket = shop.call("basket_add", json!({ "id": id, "variantId": tea })).done();
    assert_eq!(told(&basket), ["tea 4 at 1.00"], "a scan goes to the line that is there, wherever it is sold from");
    assert_eq!(basket["lines"][0]["locationName"], "back");
}

#[test]
fn a_line_keeps_its_price_until_somebody_takes_the_new_one() {
    let mut shop = Shop::open();
    let (product, tea) = shop.product("tea", "4.50");
    let basket = create(&mut shop, &["tea", "2", "coffee", "1"]);
    let id = basket["id"].clone();
    assert_eq!(basket["lines"][0]["offer"], Value::Null);
    shop.play("tick 1h");
    shop.call("product_update", json!({ "id": product, "rowVersion": 1, "price": "5.00" })).done();

    let read = |shop: &Shop| shop.call("basket_get", json!({ "id": id })).done();
    let basket = read(&shop);
    assert_eq!(told(&basket), ["tea 2 at 4.50", "coffee 1 at 1.00"], "it never changes by itself");
    assert_eq!(basket["total"], "10.00");
    let offer = &basket["lines"][0]["offer"];
    assert_eq!((&offer["unitPrice"], &offer["lineTotal"]), (&json!("5.00"), &json!("10.00")));
    assert_eq!(basket["lines"][1]["offer"], Value::Null);
    let quoted = figure(&basket["lines"][0]["quotedAt"]);

    shop.call("basket_requote", json!({ "id": id, "rowVersion": 1, "lineNos": [2] })).done();
    assert_eq!(told(&read(&shop))[0], "tea 2 at 4.50", "only the line that was named");
    let basket = shop.call("basket_requote", json!({ "id": id, "rowVersion": 1 })).done();
    assert_eq!(told(&basket)[0], "tea 2 at 5.00");
    assert_eq!(basket["lines"][0]["offer"], Value::Null);
    assert_eq!(figure(&basket["lines"][0]["quotedAt"]), quoted + 3_600_000);

    shop.call("product_update", json!({ "id": product, "rowVersion": 2, "price": "6.00" })).done();
    let basket = shop.call("basket_add", json!({ "id": id, "variantId": tea })).done();
    assert_eq!(told(&basket)[0], "tea 3 at 6.00", "another quantity is quoted anew");
}

#[test]
fn a_basket_is_parked_resumed_and_dropped() {
    let shop = Shop::open();
    let names = |shop: &Shop, request: Value| -> Vec<String> {
        let page = shop.call("basket_list", request).done();
        page["rows"].as_array().expect("rows").iter().map(|row| text(&row["name"])).collect()
    };
    let mut ids = Vec::new();
    for name in ["Maja", "Tom", "Ana", "Eva"] {
        ids.push(shop.call("basket_create", json!({ "name": name })).done()["id"].clone());
    }
    shop.call("basket_park", json!({ "id": ids[1], "rowVersion": 1 })).done();
    shop.call("basket_drop", json!({ "id": ids[2], "rowVersion": 1, "reason": "left the shop" })).done();
    assert_eq!(names(&shop, json!({})), ["Eva", "Tom", "Maja"]);
    assert_eq!(names(&shop, json!({ "statuses": ["parked", "dropped"] })), ["Ana", "Tom"]);
    let rows = shop.all_pages("basket_list", &json!({}), 1);
    assert_eq!(rows.len(), 3);
    let again = shop.call("basket_resume", json!({ "id": ids[1], "rowVersion": 2 })).done();
    assert_eq!((&again["status"], &again["rowVersion"]), (&json!("open"), &json!(3)));
    shop.refuses("CONFLICT", "basket_park", json!({ "id": ids[1], "rowVersion": 2 }));
    shop.refuses("VALIDATION", "basket_list", json!({ "statuses": [] }));
    let entries = shop.call("audit_list", json!({ "filter": { "objectId": ids[2] } })).done();
    let actions: Vec<&Value> = entries["rows"].as_array().expect("rows").iter().map(|row| &row["action"]).collect();
    assert_eq!(actions, ["basket_dropped", "basket_created"]);
    let viewer = shop.role(Role::Viewer);
    shop.refuses_as(&viewer, "FORBIDDEN", "basket_create", json!({}));
}

#[test]
fn a_basket_knows_whom_it_is_for() {
    let mut shop = Shop::open();
    let basket = create(&mut shop, &["tea", "1"]);
    let id = basket["id"].clone();
    assert_eq!(basket["customer"]["tierName"], "Standard");
    let update = |version: i64, more: Value| {
        let mut request = json!({ "id": id, "rowVersion": version });
        request.as_object_mut().expect("fields").extend(more.as_object().expect("fields").clone());
        request
    };
    let words = json!({ "customerName": "Tom Byrne", "fulfilment": "delivery", "promisedOn": "2026-12-01" });
    let basket = shop.call("basket_update", update(1, words)).done();
    assert_eq!((&basket["customer"]["id"], &basket["customer"]["name"]), (&Value::Null, &json!("Tom Byrne")));
    assert_eq!((&basket["fulfilment"], &basket["promisedOn"]), (&json!("delivery"), &json!("2026-12-01")));
    let basket =
        shop.call("basket_update", update(2, json!({ "customerEmail": "tom@example.org", "promisedOn": null }))).done();
    assert_eq!((&basket["customer"]["name"], &basket["promisedOn"]), (&json!("Tom Byrne"), &Value::Null));
    shop.refuses("VALIDATION", "basket_update", update(3, json!({ "customerEmail": "nowhere" })));
    shop.refuses("NOT_FOUND", "basket_update", update(3, json!({ "customerId": new_id() })));
    shop.refuses("CONFLICT", "basket_update", update(1, json!({ "note": "late" })));
}

#[test]
fn no_price_comes_from_outside() {
    let mut shop = Shop::open();
    let basket = create(&mut shop, &["tea", "1"]);
    let (id, variant) = (basket["id"].clone(), shop.variant("tea"));
    for price in ["unitPrice", "price", "lineTotal", "listPrice", "override"] {
        for (command, mut request) in [
            ("basket_add", json!({ "id": id, "variantId": variant })),
            ("basket_line_set", json!({ "id": id, "rowVersion": 1, "lineNo": 1, "quantity": 2 })),
            ("basket_requote", json!({ "id": id, "rowVersion": 1 })),
            ("basket_update", json!({ "id": id, "rowVersion": 1 })),
        ] {
            request[price] = json!("0.01");
            shop.refuses("VALIDATION", command, request);
        }
        let mut line = json!({ "variantId": variant, "quantity": 1 });
        line[price] = json!("0.01");
        shop.refuses("VALIDATION", "basket_create", json!({ "lines": [line] }));
        shop.refuses("VALIDATION", "order_place", json!({ "lines": [line] }));
    }
}

#[test]
fn what_was_held_counts_among_the_lines_that_a_basket_may_have() {
    let mut shop = Shop::open();
    shop.play("receive tea 5\n hold R1 tea 1");
    let lines: Vec<Value> = (0..MAX_LINES)
        .map(|good| json!({ "variantId": shop.variant(&format!("good-{good}")), "quantity": 1 }))
        .collect();
    let full = json!({ "lines": lines, "reservationIds": [shop.hold_id("R1")] });
    let refusal = shop.refuses("VALIDATION", "basket_create", full);
    let said = (&refusal["fields"][0]["field"], &refusal["fields"][0]["problem"]);
    assert_eq!(said, (&json!("lines"), &json!("too_large")));
    let rest = json!({ "lines": lines[1..], "reservationIds": [shop.hold_id("R1")] });
    let basket = shop.call("basket_create", rest).done();
    assert_eq!(basket["lines"].as_array().map(Vec::len), Some(MAX_LINES));
}

#[test]
fn a_basket_begins_with_what_was_held() {
    let mut shop = Shop::open();
    shop.play("receive tea 5\n receive coffee 2");
    let (tea, coffee) = (shop.variant("tea"), shop.variant("coffee"));
    let held = json!({ "lines": [{ "variantId": tea, "quantity": 4 }], "forWhom": "Keane" });
    let held = shop.call("reservation_create", held).done()["rows"][0]["id"].clone();
    let lines = json!([{ "variantId": tea, "quantity": 1 }, { "variantId": coffee, "quantity": 2 }]);
    let basket = shop.call("basket_create", json!({ "lines": lines, "reservationIds": [held] })).done();
    assert_eq!(told(&basket), ["tea 5 at 1.00", "coffee 2 at 1.00"]);
    assert_eq!(basket["customer"]["name"], "Keane");
    assert_eq!((&basket["lines"][0]["held"], &basket["lines"][0]["available"]), (&json!(4), &json!(5)));
    shop.refuses("VALIDATION", "basket_create", json!({ "reservationIds": [held] }));
    shop.doctor();
    let order =
        shop.call("basket_checkout", json!({ "id": basket["id"], "rowVersion": 1, "upTo": "confirmed" })).done();
    assert_eq!(order["order"]["status"], "confirmed");
    shop.refuses("HOLD_ENDED", "basket_create", json!({ "reservationIds": [held] }));
    shop.doctor();
}
