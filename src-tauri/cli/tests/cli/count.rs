//! Counting through the command line, while other processes sell.

use super::shop::{Shop, ended};
use serde_json::json;

#[test]
fn a_shelf_is_counted_posted_and_taken_back() {
    let shop = Shop::new();
    shop.stocked("TEA-1", 10);
    shop.stocked("CAKE", 4);
    assert_eq!(shop.run(["count", "enter", "TEA-1"]).code, 2, "no count is open");
    let sheet = shop.run(["count", "start", "--name", "November"]).value();
    assert_eq!((&sheet["scope"], &sheet["lines"]), (&json!("all"), &json!(2)));
    let entered = shop.run(["count", "enter", "tea-1=7", "TEA-1", "5390001=2"]).value();
    assert_eq!((&entered["lines"][0]["counted"], &entered["unknown"][0]["quantity"]), (&json!(8), &json!(2)));
    shop.run(["count", "enter", "--set", "CAKE=5", "--sheet", "november"]).value();
    assert_eq!(shop.run(["count", "enter", "CAKE=many"]).code, 2);
    let shown = shop.run(["count", "show", "--filter", "differs"]).value();
    assert_eq!(shown["rows"].as_array().map(Vec::len), Some(2));
    let posted = shop.run(["count", "post"]).value();
    assert_eq!((&posted["adjusted"], &posted["units"]), (&json!(2), &json!(-1)));
    let listed = shop.run(["count", "list", "--status", "posted"]).value();
    assert_eq!(listed["rows"][0]["name"], "November");
    shop.run(["undo", posted["batchId"].as_str().expect("a batch")]).value();
    assert_eq!(shop.call("stock_list", &json!({ "text": "TEA-1" })).value()["rows"][0]["onHand"], 10);

    shop.run(["count", "start", "--list"]).value();
    let ended = shop.run(["count", "cancel", "--reason", "a slip"]).value();
    assert_eq!(ended["status"], "cancelled");
    shop.run(["count", "post", "--sheet", "November"]).is_refused("COUNT_ENDED");
    shop.run(["count", "start", "--location", "Cellar"]).is_refused("NOT_FOUND");
    assert!(shop.doctor_is_clean());
}

#[test]
fn a_category_is_named_by_its_path() {
    let shop = Shop::new();
    let drinks = shop.call("category_create", &json!({ "name": "Drinks" })).value();
    shop.call("category_create", &json!({ "name": "Tea", "parentId": drinks["id"] })).value();
    let sheet = shop.run(["count", "start", "--category", "drinks > tea", "--blind"]).value();
    assert_eq!((&sheet["categoryPath"], &sheet["blind"]), (&json!(["Drinks", "Tea"]), &json!(true)));
    shop.run(["count", "start", "--category", "Tea"]).is_refused("NOT_FOUND");
}

/// Real processes: several sell while two count the same shelf on one sheet, and it is posted while they go on.
#[test]
fn a_count_while_a_sale_happens() {
    const SALES: usize = 8;
    let shop = Shop::new();
    let tea = shop.stocked("TEA", 100);
    let sell = || {
        let lines = json!([{ "variantId": tea, "quantity": 1 }]);
        let order = json!({ "lines": lines, "upTo": "delivered" }).to_string();
        shop.start(["call", "order_place", &order])
    };
    shop.run(["count", "start"]).value();

    // Everybody has sold before the first figure: what is counted is what the books say, less three that are missing.
    let early: Vec<_> = (0..SALES).map(|_| sell()).collect();
    assert!(early.into_iter().all(|sale| ended(sale).code == 0));
    let counters: Vec<_> =
        [50, 100 - SALES - 50 - 3].iter().map(|part| shop.start(["count", "enter", &format!("TEA={part}")])).collect();
    assert!(counters.into_iter().all(|counter| ended(counter).code == 0));

    // The store goes on selling, before the sheet is posted, at the same time, and afterwards.
    let before: Vec<_> = (0..SALES).map(|_| sell()).collect();
    assert!(before.into_iter().all(|sale| ended(sale).code == 0));
    let meanwhile: Vec<_> = (0..SALES).map(|_| sell()).collect();
    let posted = shop.run(["count", "post"]).value();
    assert_eq!((&posted["adjusted"], &posted["units"]), (&json!(1), &json!(-3)), "the sales are no difference");
    assert!(meanwhile.into_iter().all(|sale| ended(sale).code == 0));
    let stock = shop.call("stock_list", &json!({})).value();
    assert_eq!(stock["rows"][0]["onHand"], 100 - 3 * SALES as i64 - 3);
    assert!(shop.doctor_is_clean());
}
