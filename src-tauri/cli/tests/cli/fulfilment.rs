//! An order on its way through the command line.

use super::shop::Shop;
use serde_json::{Value, json};

fn placed(shop: &Shop, variant: &Value, quantity: i64) -> String {
    let request = json!({ "lines": [{ "variantId": variant, "quantity": quantity }], "upTo": "confirmed" });
    shop.call("order_place", &request).value()["order"]["number"].as_str().expect("a number").to_owned()
}

#[test]
fn an_order_is_shipped_in_parts_paid_delivered_and_comes_back() {
    let shop = Shop::new();
    let tea = json!(shop.stocked("TEA", 10));
    let number = placed(&shop, &tea, 3);
    shop.run(["order", "ship", &number, "1=4"]).is_refused("SHIP_TOO_MANY");
    assert_eq!(shop.run(["order", "ship", &number, "tea"]).code, 2);
    let part = shop.run(["order", "ship", &number, "1=2", "--reference", "VAN 1"]).value();
    assert_eq!((&part["order"]["status"], &part["shipments"][0]["reference"]), (&json!("processing"), &json!("VAN 1")));
    let rest = shop.run(["order", "ship", &number]).value();
    assert_eq!((&rest["order"]["status"], &rest["shipments"][1]["number"]), (&json!("shipped"), &json!(2)));
    let due = rest["due"].as_str().expect("an amount").to_owned();
    let paid = shop.run(["order", "pay", &number, "cash", "--tendered", "100000"]).value();
    assert_eq!((&paid["paid"], &paid["due"]), (&json!(due), &json!("0.00")));
    shop.run(["order", "pay", &number, "card"]).is_refused("PAYMENT_NOT_POSSIBLE");
    shop.run(["order", "transition", &number, "delivered"]).value();
    shop.run(["order", "transition", &number, "processing"]).is_refused("ORDER_TRANSITION_NOT_ALLOWED");
    let back = shop.run(["order", "return", &number, "1=1", "--damaged", "1=1", "--reason", "wet"]).value();
    assert_eq!(back["returns"][0]["lines"].as_array().map(Vec::len), Some(2));
    let owed = back["due"].as_str().expect("an amount").trim_start_matches('-').to_owned();
    let refunded = shop.run(["order", "refund", &number, "cash", &owed, "--reason", "wet"]).value();
    assert_eq!(refunded["due"], "0.00");
    let told = shop.run(["order", "timeline", &number]).value();
    assert_eq!(told["timeline"][0]["action"], "refund_recorded");
    assert!(shop.doctor_is_clean());
}

#[test]
fn several_orders_move_at_once_and_each_says_how() {
    let shop = Shop::new();
    let tea = json!(shop.stocked("TEA", 10));
    let (one, two) = (placed(&shop, &tea, 1), placed(&shop, &tea, 1));
    shop.run(["order", "transition", &one, "processing"]).value();
    let moved = shop.run(["order", "transition", &format!("{one},{two}"), "processing"]).value();
    assert_eq!((&moved["done"], &moved["refused"]), (&json!(1), &json!(1)));
    assert_eq!(moved["rows"][0]["refusal"]["code"], "ORDER_TRANSITION_NOT_ALLOWED");
    assert_eq!(shop.run(["order", "transition", &one, "cancelled"]).code, 1, "a reason is missing, and it is too late");
    shop.run(["order", "transition", "2026-999999", "confirmed"]).is_refused("NOT_FOUND");
}
