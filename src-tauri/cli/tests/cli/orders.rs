//! Orders and baskets through the command line.

use super::shop::Shop;
use serde_json::json;

#[test]
fn an_order_is_placed_from_a_file_and_shown() {
    let shop = Shop::new();
    shop.stocked("TEA-1", 10);
    let file = shop.path("order.json");
    let order = json!({ "lines": [{ "sku": "tea-1", "quantity": 3 }], "customer": { "name": "Maja" } });
    std::fs::write(&file, order.to_string()).expect("a file");
    let file = file.to_str().expect("a path");
    let placed = shop.run(["order", "place", file, "--up-to", "confirmed"]).value();
    assert_eq!((&placed["order"]["status"], &placed["lines"][0]["quantity"]), (&json!("confirmed"), &json!(3)));
    let number = placed["order"]["number"].as_str().expect("a number");
    let shown = shop.run(["order", "show", number]).value();
    assert_eq!(shown["order"]["customerName"], "Maja");

    let many = json!({ "lines": [{ "sku": "TEA-1", "quantity": 30 }] });
    std::fs::write(file, many.to_string()).expect("a file");
    shop.run(["order", "place", file]).is_refused("STOCK_INSUFFICIENT");
    assert_eq!(shop.run(["order", "place", file, "--reject"]).code, 1, "kept, but not as asked");
    std::fs::write(file, r#"{ "lines": [{ "sku": "NOTHING", "quantity": 1 }] }"#).expect("a file");
    shop.run(["order", "place", file]).is_refused("NOT_FOUND");
    std::fs::write(file, "[]").expect("a file");
    assert_eq!(shop.run(["order", "place", file]).code, 2);
    assert!(shop.doctor_is_clean());
}

#[test]
fn baskets_are_listed_and_shown_by_number_or_name() {
    let shop = Shop::new();
    shop.stocked("TEA-1", 10);
    let tea = shop.call("product_find", &json!({ "code": "TEA-1" })).value()["match"]["variantId"].clone();
    let lines = json!([{ "variantId": tea, "quantity": 2 }]);
    shop.call("basket_create", &json!({ "name": "Maja", "lines": lines })).value();
    let listed = shop.run(["basket", "list"]).value();
    assert_eq!((&listed["rows"][0]["name"], &listed["rows"][0]["items"]), (&json!("Maja"), &json!(2)));
    assert_eq!(shop.run(["basket", "list", "--status", "placed,dropped"]).value()["rows"], json!([]));
    for named in ["1", "maja"] {
        assert_eq!(shop.run(["basket", "show", named]).value()["lines"][0]["sku"], "TEA-1");
    }
    shop.run(["basket", "show", "Tom"]).is_refused("NOT_FOUND");
}
