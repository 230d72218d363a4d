//! What is on the shelf: receiving, counting, and why a figure is what it is.

mod support;

use serde_json::json;
use support::{Shop, text};

#[test]
fn what_is_received_is_there() {
    Shop::open().play(
        "receive tea 10 coffee 4
         stock tea 10 0 10
         receive tea 5
         stock tea 15 0 15
         stock coffee 4 0 4
         doctor",
    );
}

#[test]
fn a_delivery_is_received_whole_or_not_at_all() {
    let mut shop = Shop::open();
    shop.play("receive tea 10");
    let tea = shop.variant("tea");
    let nobody = uuid::Uuid::now_v7().to_string();
    shop.refuses(
        "NOT_FOUND",
        "stock_receive",
        json!({ "lines": [{ "variantId": tea, "quantity": 5 }, { "variantId": nobody, "quantity": 5 }] }),
    );
    shop.play("stock tea 10 0 10");
}

#[test]
fn an_adjustment_never_goes_below_what_is_promised() {
    Shop::open().play(
        "receive tea 10
         hold R1 tea 4
         adjust tea -7 damaged -> STOCK_BELOW_RESERVED
         adjust tea -6 damaged
         stock tea 4 4 0
         count tea 3 -> STOCK_BELOW_RESERVED
         release R1
         count tea 0
         stock tea 0 0 0
         adjust tea -1 lost -> VALIDATION
         doctor",
    );
}

#[test]
fn an_adjustment_below_what_is_promised_names_who_has_it() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 10
         hold Maja tea 4
         order O1 tea 3 confirmed",
    );
    let tea = shop.variant("tea");
    let refusal = shop.refuses(
        "STOCK_BELOW_RESERVED",
        "stock_adjust",
        json!({ "variantId": tea, "counted": 2, "reason": "correction" }),
    );
    assert_eq!((refusal["line"]["requested"].as_i64(), refusal["line"]["available"].as_i64()), (Some(2), Some(3)));
    let holders: Vec<(String, i64)> = refusal["line"]["heldBy"]
        .as_array()
        .expect("holders")
        .iter()
        .map(|holder| (text(&holder["label"]), holder["quantity"].as_i64().expect("a quantity")))
        .collect();
    assert_eq!(holders, [("Maja".to_owned(), 4), ("2026-000001 O1".to_owned(), 3)]);
}

#[test]
fn an_adjustment_says_why() {
    let mut shop = Shop::open();
    shop.play("receive tea 10");
    let tea = shop.variant("tea");
    shop.refuses("VALIDATION", "stock_adjust", json!({ "variantId": tea, "delta": -1 }));
    shop.refuses("VALIDATION", "stock_adjust", json!({ "variantId": tea, "delta": -1, "reason": "because" }));
    shop.refuses("VALIDATION", "stock_adjust", json!({ "variantId": tea, "reason": "lost" }));
    shop.refuses("VALIDATION", "stock_adjust", json!({ "variantId": tea, "delta": 0, "reason": "lost" }));
    shop.refuses(
        "VALIDATION",
        "stock_adjust",
        json!({ "variantId": tea, "delta": -1, "counted": 9, "reason": "lost" }),
    );
}

#[test]
fn the_ledger_tells_every_step_from_the_newest() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 10
         hold R1 tea 3 for 60s
         tick 61s
         adjust tea -1 damaged
         order O1 tea 2 delivered",
    );
    let tea = shop.variant("tea");
    let rows = shop.all_pages("stock_movements", &json!({ "variantId": tea }), 2);
    let steps: Vec<(String, i64, i64, i64, i64)> = rows
        .iter()
        .map(|row| {
            let figure = |field: &str| row[field].as_i64().expect("a figure");
            (
                text(&row["kind"]),
                figure("onHandDelta"),
                figure("reservedDelta"),
                figure("onHandAfter"),
                figure("reservedAfter"),
            )
        })
        .collect();
    let expected = [
        ("ship", -2, -2, 7, 0),
        ("reserve", 0, 2, 9, 2),
        ("adjust", -1, 0, 9, 0),
        ("expire", 0, -3, 10, 0),
        ("reserve", 0, 3, 10, 3),
        ("receive", 10, 0, 10, 0),
    ];
    assert_eq!(steps, expected.map(|(kind, a, b, c, d)| (kind.to_owned(), a, b, c, d)));
    let only = shop.all_pages("stock_movements", &json!({ "variantId": tea, "kinds": ["reserve", "ship"] }), 200);
    assert_eq!(only.len(), 3);
    shop.refuses(
        "VALIDATION",
        "stock_movements",
        json!({ "variantId": tea, "from": "2026-11-21", "to": "2026-11-20" }),
    );
}

#[test]
fn why_a_figure_is_what_it_is_adds_up() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 10
         tick 1d
         receive tea 5
         adjust tea -2 lost
         order O1 tea 4 delivered
         hold R1 tea 1",
    );
    let tea = shop.variant("tea");
    let why = shop.call("stock_explain", json!({ "variantId": tea, "from": "2026-11-21" })).done();
    let figure = |field: &str| why[field].as_i64().expect("a figure");
    assert_eq!(
        ["opening", "received", "returned", "shipped", "adjusted", "transferred"].map(figure),
        [10, 5, 0, -4, -2, 0]
    );
    assert_eq!(why["row"]["onHand"], 9);
    let series = why["series"].as_array().expect("a series");
    assert_eq!((series[0]["onHand"].as_i64(), series[0]["available"].as_i64()), (Some(10), Some(10)));
    let end = series.last().expect("a point");
    assert_eq!((end["onHand"].as_i64(), end["available"].as_i64()), (Some(9), Some(8)));
}

#[test]
fn the_stock_list_marks_what_stands_out() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 10 coffee 2 salt 3
         product cake 2.00
         hold R1 salt 3",
    );
    let id = shop.product_id("coffee");
    let edit = json!([{ "id": shop.variant("coffee"), "reorderLevel": 2 }]);
    shop.call("product_update", json!({ "id": id, "rowVersion": 1, "variants": edit })).done();
    let rows = shop.all_pages("stock_list", &json!({ "sort": "name" }), 1);
    let marks: Vec<(String, String)> = rows.iter().map(|row| (text(&row["sku"]), text(&row["mark"]))).collect();
    let expected = [("cake", "out"), ("coffee", "low"), ("salt", "all_held"), ("tea", "none")];
    assert_eq!(marks, expected.map(|(sku, mark)| (sku.to_owned(), mark.to_owned())));
    let low = shop.all_pages("stock_list", &json!({ "filter": "low" }), 200);
    assert_eq!(low.len(), 3);
}

#[test]
fn an_absurd_price_and_count_break_no_figure() {
    let mut shop = Shop::open();
    shop.product("gold", "10000000000.00");
    shop.play("count gold 1000000000");
    let summary = shop.call("stock_summary", json!({})).done();
    assert_eq!(summary["onHand"], 1_000_000_000);
    shop.call("store_status", json!({})).done();
}
