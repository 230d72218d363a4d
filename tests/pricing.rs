//! What a unit costs and why: tiers, price rules, and the calculation in steps.

mod support;

use serde_json::{Value, json};
use support::{OPENING, Shop};

fn words(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// A shop with tiers by name and rules by name.
struct Prices {
    shop: Shop,
}

impl Prices {
    fn open() -> Prices {
        Prices { shop: Shop::open() }
    }

    /// A tier by its name, made the first time it is named.
    fn tier(&self, name: &str) -> String {
        let rows = self.shop.call("tier_list", json!({})).done()["rows"].clone();
        let known = rows.as_array().expect("rows").iter().find(|row| row["name"] == name).cloned();
        let tier = known.unwrap_or_else(|| self.shop.call("tier_create", json!({ "name": name })).done());
        words(&tier["id"])
    }

    /// A rule for the whole store with these fields in place of the usual ones.
    fn draft(&self, name: &str, fields: Value) -> Value {
        let mut rule = json!({
            "name": name, "kind": "promotion", "scope": "store", "effect": { "kind": "percent", "basisPoints": 1000 },
        });
        for (field, value) in fields.as_object().expect("fields") {
            rule[field] = value.clone();
        }
        rule
    }

    #[track_caller]
    fn rule(&self, name: &str, fields: Value) -> Value {
        self.shop.call("price_rule_create", self.draft(name, fields)).done()
    }

    #[track_caller]
    fn quote(&self, variant: &str, quantity: i64, more: Value) -> Value {
        let mut request = json!({ "variantId": variant, "quantity": quantity });
        for (field, value) in more.as_object().expect("fields") {
            request[field] = value.clone();
        }
        self.shop.call("price_quote", request).done()
    }

    /// "420.75 4207.50" of a quantity for a tier by name.
    #[track_caller]
    fn price(&self, variant: &str, quantity: i64, tier: &str) -> String {
        let quote = self.quote(variant, quantity, json!({ "tier": tier }));
        format!("{} {}", words(&quote["unitPrice"]), words(&quote["lineTotal"]))
    }
}

fn percent(percent: i64) -> Value {
    json!({ "kind": "percent", "basisPoints": percent * 100 })
}

/// The steps of a quote as people check them: "tier Gold -74.25 = 420.75".
fn steps(quote: &Value) -> Vec<String> {
    let steps = quote["steps"].as_array().expect("steps");
    let told = steps.iter().map(|step| {
        let parts = [&step["kind"], &step["label"], &step["change"]].map(words);
        let said: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        format!("{} = {}", said.join(" "), words(&step["after"]))
    });
    told.collect()
}

#[test]
fn the_golden_example() {
    let prices = Prices::open();
    let tent = json!({
        "name": "Tent", "price": "500.00",
        "variants": [
            { "sku": "TENT-S", "attributes": [{ "name": "Size", "value": "Small" }] },
            { "sku": "TENT-L", "attributes": [{ "name": "Size", "value": "Large" }], "priceAdjustment": "50.00" },
        ],
    });
    let tent = prices.shop.call("product_create", tent).done();
    let large = words(&tent["variants"][1]["id"]);
    prices.rule("Ten or more", json!({ "kind": "quantity_break", "minQuantity": 10 }));
    let gold = prices.tier("Gold");
    prices.rule("Gold price", json!({ "kind": "tier", "tierId": gold, "effect": percent(15) }));

    let quote = prices.quote(&large, 10, json!({ "tierId": gold }));
    assert_eq!(
        steps(&quote),
        [
            "base = 500.00",
            "variant Large 50.00 = 550.00",
            "quantity_break Ten or more -55.00 = 495.00",
            "tier Gold price -74.25 = 420.75",
        ]
    );
    assert_eq!((&quote["listPrice"], &quote["unitPrice"]), (&json!("550.00"), &json!("420.75")));
    assert_eq!((&quote["lineTotal"], &quote["saved"]), (&json!("4207.50"), &json!("1292.50")));
    assert_eq!(quote["nextBreak"], Value::Null);

    let five = prices.quote(&large, 5, json!({ "tier": "gold" }));
    assert_eq!((&five["unitPrice"], &five["lineTotal"]), (&json!("467.50"), &json!("2337.50")));
    let next = json!({ "quantity": 10, "unitPrice": "420.75", "saves": "46.75" });
    assert_eq!(five["nextBreak"], next, "it pays to take ten");
    assert_eq!(prices.price(&large, 1, "Standard"), "550.00 550.00");
    assert_eq!(five["at"], json!(OPENING.0));
}

#[test]
fn a_rule_that_is_still_being_thought_of_is_quoted_as_if_it_counted() {
    let prices = Prices::open();
    let tea = prices.shop.call("product_create", json!({ "name": "Tea", "price": "20.00", "sku": "TEA" })).done();
    let tea = words(&tea["variants"][0]["id"]);
    let five = json!({ "kind": "quantity_break", "minQuantity": 5, "effect": percent(10) });
    let kept = prices.rule("Five or more", five.clone());

    // A paused draft is looked at as if it were switched on; nothing is written down.
    let draft = prices.draft("Tea week", json!({ "effect": percent(50), "active": false }));
    let with = prices.quote(&tea, 5, json!({ "rule": draft }));
    assert_eq!(
        steps(&with),
        ["base = 20.00", "promotion Tea week -10.00 = 10.00", "quantity_break Five or more -1.00 = 9.00"]
    );
    assert_eq!(prices.quote(&tea, 5, json!({}))["unitPrice"], "18.00");

    // What a rule would become stands in its place, in a quote and over past orders.
    let mut becomes = prices.draft("Five or more", five);
    becomes["effect"] = percent(20);
    let instead = json!({ "rule": becomes, "ruleId": kept["id"] });
    let quote = prices.quote(&tea, 5, instead.clone());
    assert_eq!(steps(&quote), ["base = 20.00", "quantity_break Five or more -4.00 = 16.00"]);
    prices.shop.call("price_rule_try", instead).done();
    assert_eq!(prices.quote(&tea, 5, json!({ "ruleId": kept["id"] }))["unitPrice"], "18.00");

    let unfit = prices.draft("Five or more", json!({ "kind": "quantity_break" }));
    let refusal = prices
        .shop
        .call("price_quote", json!({ "variantId": tea, "quantity": 5, "rule": unfit }))
        .refused("VALIDATION");
    assert_eq!(refusal["fields"][0]["field"], "minQuantity");
}
