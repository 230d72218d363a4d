//! Several places that hold stock: what lies where, moving it, and selling from one of them.

mod support;

use serde_json::{Value, json};
use stockroom_core::kernel::Role;
use support::{Shop, text};

#[test]
fn what_is_moved_is_there_and_no_longer_here() {
    Shop::open().play(
        "location back
         receive tea 10 coffee 4
         transfer floor back tea 3 coffee 4
         stock tea@floor 7 0 7
         stock tea@back 3 0 3
         stock coffee@floor 0 0 0
         stock coffee@back 4 0 4
         stock tea 10 0 10
         transfer back floor tea 1
         stock tea@floor 8 0 8
         stock tea@back 2 0 2
         doctor",
    );
}

#[test]
fn only_available_units_move_and_every_short_line_is_named() {
    let mut shop = Shop::open();
    shop.play(
        "location back
         receive tea 10 coffee 4 salt 2
         hold R1 tea 8",
    );
    let lines = shop.lines(&["tea", "3", "coffee", "4", "salt", "3"]);
    let (floor, back) = (shop.location_id("floor"), shop.location_id("back"));
    let refusal = shop.refuses(
        "STOCK_INSUFFICIENT",
        "stock_transfer",
        json!({ "fromLocationId": floor, "toLocationId": back, "lines": lines }),
    );
    let short: Vec<(i64, i64, i64, String)> = refusal["lines"]
        .as_array()
        .expect("lines")
        .iter()
        .map(|line| {
            let figure = |field: &str| line[field].as_i64().expect("a figure");
            (figure("lineNo"), figure("requested"), figure("available"), text(&line["locationName"]))
        })
        .collect();
    let floor = text(&shop.location("floor")["name"]);
    assert_eq!(short, [(1, 3, 2, floor.clone()), (3, 3, 2, floor)]);
    shop.play(
        "transfer floor back tea 2
         stock tea@floor 8 8 0
         stock tea@back 2 0 2
         doctor",
    );
}

#[test]
fn a_lapsed_hold_keeps_nothing_where_it_was() {
    Shop::open().play(
        "location back
         receive tea 5
         hold R1 tea 4 for 60s
         transfer floor back tea 2 -> STOCK_INSUFFICIENT
         tick 61s
         transfer floor back tea 5
         held R1 expired
         stock tea@back 5 0 5
         doctor",
    );
}

#[test]
fn a_transfer_of_nothing_to_nowhere_is_refused() {
    let mut shop = Shop::open();
    shop.play(
        "location back
         location attic
         receive tea 5
         archive attic
         transfer floor floor tea 1 -> VALIDATION
         transfer floor back -> VALIDATION
         transfer floor back tea 0 -> VALIDATION
         transfer floor attic tea 1 -> ARCHIVED
         transfer attic floor tea 1 -> ARCHIVED
         receive tea 1 at attic -> ARCHIVED
         hold R1 tea@attic 1 -> ARCHIVED
         stock tea@floor 5 0 5",
    );
    let lines = shop.lines(&["tea", "1"]);
    let (floor, back) = (shop.location_id("floor"), shop.location_id("back"));
    let request = json!({ "fromLocationId": floor, "toLocationId": back, "lines": lines });
    shop.refuses_as(&shop.role(Role::Viewer), "FORBIDDEN", "stock_transfer", request.clone());
    shop.call_as(&shop.role(Role::Clerk), &support::new_id(), "stock_transfer", &request).done();
}

#[test]
fn nothing_is_taken_from_another_location_by_itself() {
    let mut shop = Shop::open();
    shop.play(
        "location back
         receive tea 2
         receive tea 9 at back
         hold R1 tea 3 -> STOCK_INSUFFICIENT
         order O1 tea 3 -> STOCK_INSUFFICIENT
         hold R2 tea@back 3
         order O2 tea@back 4 confirmed
         stock tea@floor 2 0 2
         stock tea@back 9 7 2
         ship O2 -> ORDER_TRANSITION_NOT_ALLOWED
         process O2
         ship O2
         stock tea@back 5 3 2
         release R2
         stock tea@back 5 0 5
         stock tea 7 0 7
         doctor",
    );
    let lines = shop.lines(&["tea", "4"]);
    let refusal = shop.refuses("STOCK_INSUFFICIENT", "order_place", json!({ "lines": lines }));
    let line = &refusal["lines"][0];
    assert_eq!(line["locationName"], shop.location("floor")["name"]);
    assert_eq!(
        line["elsewhere"],
        json!([{ "locationId": shop.location_id("back"), "locationName": "back", "available": 5 }])
    );
}

#[test]
fn a_shortage_is_mended_by_a_transfer_and_the_sale_goes_on() {
    let mut shop = Shop::open();
    shop.play(
        "location back
         receive tea 2
         receive tea 9 at back",
    );
    let lines = shop.lines(&["tea", "4"]);
    let refusal = shop.refuses("STOCK_INSUFFICIENT", "order_place", json!({ "lines": lines }));
    let line = &refusal["lines"][0];
    let short = line["requested"].as_i64().expect("a figure") - line["available"].as_i64().expect("a figure");
    let request = json!({
        "fromLocationId": line["elsewhere"][0]["locationId"], "toLocationId": line["locationId"],
        "lines": [{ "variantId": line["variantId"], "quantity": short }],
    });
    shop.call("stock_transfer", request).done();
    shop.play(
        "order O1 tea 4 delivered
         stock tea@floor 0 0 0
         stock tea@back 7 0 7
         doctor",
    );
}

#[test]
fn the_store_sells_from_the_location_that_is_set() {
    let mut shop = Shop::open();
    shop.play(
        "location back
         receive tea 2
         sell from back
         receive tea 5
         hold R1 tea 4
         stock tea@floor 2 0 2
         stock tea@back 5 4 1
         archive back -> LOCATION_IN_USE
         archive floor -> LOCATION_IN_USE
         transfer floor back tea 2
         archive floor
         sell from floor -> VALIDATION
         restore floor
         sell from floor
         hold R2 tea 1 -> STOCK_INSUFFICIENT
         doctor",
    );
    let back = shop.location("back");
    assert_eq!((&back["selling"], &back["onHand"], &back["reserved"]), (&json!(false), &json!(7), &json!(4)));
    assert_eq!((&back["variants"], &back["archived"]), (&json!(1), &json!(false)));
    let floor = shop.location("floor");
    let request = json!({ "id": floor["id"], "rowVersion": floor["rowVersion"], "selling": false });
    shop.refuses("VALIDATION", "location_update", request);
    let stale = json!({ "id": floor["id"], "rowVersion": 1, "name": "Front" });
    shop.refuses("CONFLICT", "location_update", stale);
}

#[test]
fn an_archived_location_is_out_of_sight_and_its_ledger_stays() {
    let mut shop = Shop::open();
    shop.play(
        "location back
         receive tea 5 at back
         transfer back floor tea 5
         archive back",
    );
    let names: Vec<String> = shop.call("location_list", json!({})).done()["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| text(&row["name"]))
        .collect();
    assert!(!names.contains(&"back".to_owned()), "{names:?}");
    let tea = shop.variant("tea");
    let rows = shop.all_pages("stock_movements", &json!({ "variantId": tea }), 1);
    let told: Vec<(String, String, i64, Value)> = rows
        .iter()
        .map(|row| {
            let delta = row["onHandDelta"].as_i64().expect("a figure");
            (text(&row["kind"]), text(&row["locationName"]), delta, row["refLabel"].clone())
        })
        .collect();
    let floor = text(&shop.location("floor")["name"]);
    assert_eq!(
        told,
        [
            ("transfer_in".to_owned(), floor.clone(), 5, json!("back")),
            ("transfer_out".to_owned(), "back".to_owned(), -5, json!(floor)),
            ("receive".to_owned(), "back".to_owned(), 5, Value::Null),
        ]
    );
    let balances = shop.call("stock_balances", json!({ "variantId": tea })).done();
    assert_eq!(balances["rows"].as_array().map(Vec::len), Some(1), "{balances}");
}

#[test]
fn figures_over_all_locations_are_the_sums_of_each() {
    let mut shop = Shop::open();
    shop.play(
        "location back
         receive tea 10
         tick 2d
         receive tea 6 at back
         transfer floor back tea 3
         hold R1 tea@back 2
         order O1 tea 1 delivered
         adjust tea@back -1 damaged",
    );
    let tea = shop.variant("tea");
    let explain = |shop: &Shop, place: Option<String>| {
        let mut request = json!({ "variantId": tea, "from": "2026-11-22" });
        if let Some(place) = place {
            request["locationId"] = json!(place);
        }
        shop.call("stock_explain", request).done()
    };
    let figures = |why: &Value| {
        ["opening", "received", "shipped", "adjusted", "transferred"]
            .map(|field| why[field].as_i64().expect("a figure"))
    };
    let end = |why: &Value| {
        let last = why["series"].as_array().expect("a series").last().expect("a point").clone();
        (last["onHand"].as_i64().expect("a figure"), last["available"].as_i64().expect("a figure"))
    };
    let all = explain(&shop, None);
    assert_eq!(figures(&all), [10, 6, -1, -1, 0]);
    assert_eq!(end(&all), (14, 12));
    let floor = explain(&shop, Some(shop.location_id("floor")));
    assert_eq!(figures(&floor), [10, 0, -1, 0, -3]);
    assert_eq!(end(&floor), (6, 6));
    let back = explain(&shop, Some(shop.location_id("back")));
    assert_eq!(figures(&back), [0, 6, 0, -1, 3]);
    assert_eq!(end(&back), (8, 6));
    assert_eq!(back["holders"].as_array().map(Vec::len), Some(1));
    assert_eq!(floor["holders"].as_array().map(Vec::len), Some(0));
    let balances = shop.call("stock_balances", json!({ "variantId": tea })).done();
    assert_eq!(
        ["onHand", "reserved", "available"].map(|field| balances[field].as_i64().expect("a figure")),
        [14, 2, 12]
    );
}

#[test]
fn a_variant_is_low_by_what_all_locations_have_together() {
    let mut shop = Shop::open();
    shop.play("location back");
    let id = shop.product_id("tea");
    let variant = shop.variant("tea");
    let level = json!({ "id": id, "rowVersion": 1, "variants": [{ "id": variant, "reorderLevel": 3 }] });
    shop.call("product_update", level).done();
    shop.play("receive tea 4\n receive tea 4 at back");
    let low = |shop: &Shop| shop.call("store_status", json!({})).done()["lowStock"].as_i64().expect("a figure");
    assert_eq!(low(&shop), 0);
    let since = |shop: &Shop, seq: &Value| shop.call("stock_low_since", json!({ "afterSeq": seq })).done();
    let start = shop.call("stock_low_since", json!({})).done();
    assert_eq!(start["rows"], json!([]));
    shop.play("order O1 tea 4 delivered");
    assert_eq!(low(&shop), 0, "the back has enough");
    shop.play("transfer back floor tea 4");
    let still = since(&shop, &start["seq"]);
    assert_eq!(still["rows"], json!([]), "4 are above the level of 3, wherever they are");
    shop.play("hold R1 tea 1");
    assert_eq!(low(&shop), 1);
    let crossed = since(&shop, &still["seq"]);
    let row = &crossed["rows"][0];
    assert_eq!((&row["sku"], &row["available"], &row["level"]), (&json!("tea"), &json!(3), &json!(3)));
    assert_eq!(crossed["rows"].as_array().map(Vec::len), Some(1));
    shop.play("adjust tea -1 lost");
    assert_eq!(since(&shop, &crossed["seq"])["rows"], json!([]), "it was low already");
    let all = since(&shop, &start["seq"]);
    assert_eq!(all["rows"].as_array().map(Vec::len), Some(1), "it crossed once since then");
    assert_eq!(since(&shop, &json!(i64::MAX))["rows"], json!([]));
}

#[test]
fn the_inventory_adds_up_by_category_and_by_location() {
    let mut shop = Shop::open();
    let category = |shop: &Shop, name: &str, parent: Value| {
        let request = json!({ "name": name, "parentId": parent });
        shop.call("category_create", request).done()["id"].clone()
    };
    let drinks = category(&shop, "Drinks", Value::Null);
    let teas = category(&shop, "Tea", drinks.clone());
    for (sku, price, category) in [("green", "4.00", &teas), ("black", "3.00", &teas), ("juice", "2.00", &drinks)] {
        let request = json!({ "name": sku, "sku": sku, "price": price, "categoryId": category });
        let made = shop.call("product_create", request).done();
        shop.know(sku, &made);
    }
    shop.play("product rope 1.00\n location back");
    let receive = |shop: &mut Shop, sku: &str, quantity: i64, cost: Value, place: &str| {
        let mut line = json!({ "variantId": shop.variant(sku), "quantity": quantity });
        if !cost.is_null() {
            line["unitCost"] = cost;
        }
        let place = shop.location_id(place);
        shop.call("stock_receive", json!({ "lines": [line], "locationId": place })).done();
    };
    receive(&mut shop, "green", 10, json!("1.50"), "floor");
    receive(&mut shop, "green", 5, json!("2.00"), "back");
    receive(&mut shop, "black", 20, Value::Null, "back");
    receive(&mut shop, "rope", 1, json!("0.10"), "floor");
    shop.play("hold Maja green 2\n tick 1s\n hold Ben black@back 1");

    let summary = shop.call("inventory_summary", json!({})).done();
    let figures = ["units", "reserved", "available", "variants", "low", "out", "withoutCost"]
        .map(|field| summary[field].as_i64().expect("a figure"));
    assert_eq!(figures, [36, 3, 33, 4, 1, 1, 1], "{summary}");
    // 15 green at 4.00, 20 black at 3.00, 1 rope at 1.00; the last cost of green counts for all of it.
    assert_eq!((&summary["valueAtPrice"], &summary["valueAtCost"]), (&json!("121.00"), &json!("30.10")));
    assert_eq!(summary["oldestHold"]["forWhom"], "Maja");
    let categories: Vec<(Vec<String>, i64, i64, String)> = summary["byCategory"]
        .as_array()
        .expect("categories")
        .iter()
        .map(|row| {
            let path = row["path"].as_array().expect("a path").iter().map(text).collect();
            let figure = |field: &str| row[field].as_i64().expect("a figure");
            (path, figure("variants"), figure("units"), text(&row["valueAtPrice"]))
        })
        .collect();
    let path = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        categories,
        [
            (path(&["Drinks"]), 1, 0, "0.00".to_owned()),
            (path(&["Drinks", "Tea"]), 2, 35, "120.00".to_owned()),
            (path(&[]), 1, 1, "1.00".to_owned()),
        ]
    );
    let back = shop.call("inventory_summary", json!({ "locationId": shop.location_id("back") })).done();
    assert_eq!((&back["units"], &back["valueAtPrice"]), (&json!(25), &json!("80.00")));
    assert_eq!(back["oldestHold"]["forWhom"], "Ben");
    shop.refuses("NOT_FOUND", "inventory_summary", json!({ "locationId": support::new_id() }));
}
