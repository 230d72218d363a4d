//! Counting what is on the shelf while the store goes on selling.

mod support;

use serde_json::{Value, json};
use support::Shop;

/// Counting in the tests' own words.
trait Counting {
    fn start(&self, request: Value) -> Value;
    fn enter(&mut self, sheet: &Value, mode: &str, pairs: &[&str]) -> Value;
    fn sheet(&self, sheet: &Value) -> Value;
    fn post(&self, sheet: &Value, uncounted: &str) -> Value;
}

impl Counting for Shop {
    fn start(&self, request: Value) -> Value {
        self.call("count_start", request).done()
    }

    fn enter(&mut self, sheet: &Value, mode: &str, pairs: &[&str]) -> Value {
        let entries: Vec<Value> = self
            .lines_of(pairs)
            .into_iter()
            .map(|(variant, quantity)| json!({ "variantId": variant, "quantity": quantity, "mode": mode }))
            .collect();
        self.call("count_enter", json!({ "id": sheet["id"], "entries": entries })).done()
    }

    fn sheet(&self, sheet: &Value) -> Value {
        self.call("count_get", json!({ "id": sheet["id"] })).done()
    }

    fn post(&self, sheet: &Value, uncounted: &str) -> Value {
        let version = self.sheet(sheet)["rowVersion"].clone();
        self.call("count_post", json!({ "id": sheet["id"], "rowVersion": version, "uncounted": uncounted })).done()
    }
}

#[test]
fn what_was_counted_is_what_is_there() {
    let mut shop = Shop::open();
    shop.play("receive tea 10 coffee 4 salt 3");
    let sheet = shop.start(json!({ "scope": "all", "name": "November" }));
    assert_eq!((&sheet["lines"], &sheet["counted"], &sheet["differs"]), (&json!(3), &json!(0), &json!(0)));
    let entered = shop.enter(&sheet, "add", &["tea", "5", "coffee", "4", "tea", "3"]);
    assert_eq!(entered["lines"].as_array().map(Vec::len), Some(2));
    assert_eq!((&entered["lines"][0]["counted"], &entered["lines"][0]["difference"]), (&json!(8), &json!(-2)));
    let seen = shop.sheet(&sheet);
    assert_eq!((&seen["counted"], &seen["differs"], &seen["recount"]), (&json!(2), &json!(1), &json!(0)));

    let posted = shop.post(&sheet, "leave");
    assert_eq!((&posted["adjusted"], &posted["units"]), (&json!(1), &json!(-2)));
    assert_eq!((&posted["rows"][0]["sku"], &posted["rows"][0]["difference"]), (&json!("tea"), &json!(-2)));
    assert_eq!(posted["sheet"]["status"], "posted");
    shop.play("stock tea 8 0 8\n stock coffee 4 0 4\n stock salt 3 0 3\n doctor");
}
