//! A small shop with one product whose figures the tests know by heart.

use harness::Scene;
use serde_json::{Value, json};

pub const SKU: &str = "CHAIR-OAK";
pub const NAME: &str = "Oak chair";
pub const ON_HAND: i64 = 8;

/// A sample store, small enough that every list fits on the screen, and in it eight oak chairs that
/// nobody has asked for.
pub fn with_oak_chairs(scene: Scene) -> Scene {
    let scene = scene.with_sample(12, 30);
    let made = scene.call("product_create", &json!({ "name": NAME, "sku": SKU, "price": "120.00" }));
    let line = json!({ "variantId": made["variants"][0]["id"], "quantity": ON_HAND });
    scene.call("stock_receive", &json!({ "lines": [line] }));
    scene
}

/// On hand, reserved and available of the oak chair, as the books have them.
pub fn chairs(scene: &Scene) -> (i64, i64, i64) {
    let page = scene.call("stock_list", &json!({ "text": SKU }));
    let row = &page["rows"][0];
    assert_eq!(row["sku"], SKU, "the oak chair is in the list: {page}");
    (figure(row, "onHand"), figure(row, "reserved"), figure(row, "available"))
}

pub fn chair_variant(scene: &Scene) -> Value {
    scene.call("product_suggest", &json!({ "text": SKU }))["rows"][0]["variantId"].clone()
}

fn figure(row: &Value, name: &str) -> i64 {
    row[name].as_i64().unwrap_or_else(|| panic!("{name} is a whole number: {row}"))
}
