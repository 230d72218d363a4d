//! What a unit costs and why: tiers, price rules, and the calculation in steps.

mod support;

use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use stockroom_core::catalog::Sellable;
use stockroom_core::kernel::{
    CategoryId, Currency, Instant, Minor, Money, PriceRuleId, PriceRuleKind, ProductId, TierId, VariantId,
};
use stockroom_core::pricing::engine::{Effect, Rule, RuleBook, Target, TierName, When};
use stockroom_core::pricing::{Prices as Compiled, Quote};
use support::{OPENING, Shop};
use uuid::Uuid;

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

/// A product of one variant: its ids as (product, variant, version).
fn product(shop: &Shop, sku: &str, price: &str, category: &Value) -> (String, String) {
    let made = json!({ "name": sku, "sku": sku, "price": price, "categoryId": category });
    let made = shop.call("product_create", made).done();
    (words(&made["id"]), words(&made["variants"][0]["id"]))
}

fn category(shop: &Shop, name: &str, parent: &Value) -> Value {
    shop.call("category_create", json!({ "name": name, "parentId": parent })).done()["id"].clone()
}

#[test]
fn the_most_specific_scope_wins_then_the_priority_then_the_higher_minimum_then_the_newer() {
    let prices = Prices::open();
    let shop = &prices.shop;
    let camp = category(shop, "Camp", &Value::Null);
    let tents = category(shop, "Tents", &camp);
    let (product_id, tent) = product(shop, "tent", "100.00", &tents);
    let (_, stove) = product(shop, "stove", "100.00", &camp);
    let (_, mug) = product(shop, "mug", "100.00", &Value::Null);
    let all = [&tent, &stove, &mug];
    let unit = |variant: &str| words(&prices.quote(variant, 1, json!({}))["unitPrice"]);
    let units = || all.map(|variant| unit(variant));

    prices.rule("Everything", json!({ "effect": percent(1), "priority": 9 }));
    assert_eq!(units(), ["99.00", "99.00", "99.00"]);
    prices.rule("Camp", json!({ "scope": "category", "categoryId": camp, "effect": percent(2), "priority": 8 }));
    assert_eq!(units(), ["98.00", "98.00", "99.00"], "a category with those in it");
    prices.rule("Tents", json!({ "scope": "category", "categoryId": tents, "effect": percent(3), "priority": 7 }));
    assert_eq!(units(), ["97.00", "98.00", "99.00"], "the nearest category");
    prices.rule("Tent", json!({ "scope": "product", "productId": product_id, "effect": percent(4), "priority": 6 }));
    assert_eq!(unit(&tent), "96.00");
    prices.rule("This tent", json!({ "scope": "variant", "variantId": tent, "effect": percent(5), "priority": 5 }));
    assert_eq!(unit(&tent), "95.00");
    prices.rule("Again", json!({ "scope": "variant", "variantId": tent, "effect": percent(6), "priority": 4 }));
    assert_eq!(unit(&tent), "95.00", "a lower priority");
    prices.rule("Once more", json!({ "scope": "variant", "variantId": tent, "effect": percent(7), "priority": 5 }));
    assert_eq!(unit(&tent), "93.00", "the newer of equals");

    for (from, off) in [(10, 20), (5, 10)] {
        let fields = json!({ "kind": "quantity_break", "minQuantity": from, "effect": percent(off) });
        prices.rule(&format!("{from} or more"), fields);
    }
    let mugs = |quantity| words(&prices.quote(&mug, quantity, json!({}))["unitPrice"]);
    assert_eq!([4, 5, 9, 10].map(mugs), ["99.00", "89.10", "89.10", "79.20"], "the higher minimum, not the newer");

    // The tree is part of what prices are worked out from.
    let moved = json!({ "id": tents, "rowVersion": 1, "parentId": null });
    shop.call("category_move", moved).done();
    let looked = prices.quote(&tent, 1, json!({}))["lookedAt"].clone();
    let names: Vec<String> = looked.as_array().expect("rules").iter().map(|rule| words(&rule["name"])).collect();
    assert!(!names.contains(&"Camp".to_owned()) && names.contains(&"Tents".to_owned()), "{names:?}");
}

#[test]
fn what_was_looked_at_says_why_it_made_no_step() {
    let prices = Prices::open();
    let (product_id, tent) = product(&prices.shop, "tent", "100.00", &Value::Null);
    let gold = prices.tier("Gold");
    let silver = prices.tier("Silver");
    let day = 86_400_000;
    let about = json!({ "scope": "variant", "variantId": tent });
    let here = |more: Value| {
        let mut fields = about.clone();
        for (field, value) in more.as_object().expect("fields") {
            fields[field] = value.clone();
        }
        fields
    };
    prices.rule("paused", here(json!({ "active": false })));
    prices.rule("not_yet", here(json!({ "startsAt": OPENING.0 + day })));
    prices.rule("ended", here(json!({ "startsAt": OPENING.0 - day, "endsAt": OPENING.0 })));
    prices.rule("not_lower", here(json!({ "effect": { "kind": "fixedPrice", "price": "100.00" }, "priority": 9 })));
    prices.rule("taken", here(json!({ "priority": 5, "stops": true })));
    prices.rule("lower_priority", here(json!({ "priority": 1 })));
    prices.rule("less_specific", json!({ "scope": "product", "productId": product_id, "effect": percent(50) }));
    prices.rule("quantity", here(json!({ "kind": "quantity_break", "minQuantity": 6 })));
    prices.rule("stopped", here(json!({ "kind": "quantity_break", "minQuantity": 2 })));
    prices.rule("tier", here(json!({ "kind": "tier", "tierId": silver })));

    let quote = prices.quote(&tent, 5, json!({ "tierId": gold }));
    assert_eq!(steps(&quote), ["base = 100.00", "promotion taken -10.00 = 90.00"]);
    let mut told: Vec<(String, String)> = Vec::new();
    for rule in quote["lookedAt"].as_array().expect("rules") {
        told.push((words(&rule["name"]), words(&rule["why"])));
    }
    assert_eq!(told.len(), 9, "{told:?}");
    for (name, why) in told {
        assert_eq!(name, why);
    }
    assert_eq!(quote["nextBreak"], Value::Null, "a break that is stopped is no reason to buy more");
}

#[test]
fn a_rule_counts_from_its_first_instant_up_to_its_last() {
    let prices = Prices::open();
    let (_, tent) = product(&prices.shop, "tent", "100.00", &Value::Null);
    let (from, until) = (OPENING.0 + 60_000, OPENING.0 + 120_000);
    let rule = prices.rule("A minute", json!({ "startsAt": from, "endsAt": until }));
    assert_eq!(rule["state"], "scheduled");
    let unit = |at: i64| words(&prices.quote(&tent, 1, json!({ "at": at }))["unitPrice"]);
    assert_eq!([from - 1, from, until - 1, until].map(unit), ["100.00", "90.00", "90.00", "100.00"]);

    let state = || words(&prices.shop.call("price_rule_get", json!({ "id": rule["id"] })).done()["state"]);
    prices.shop.clock.advance_ms(60_000);
    assert_eq!(state(), "active");
    assert_eq!(words(&prices.quote(&tent, 1, json!({}))["unitPrice"]), "90.00");
    prices.shop.clock.advance_ms(60_000);
    assert_eq!(state(), "ended");
    assert_eq!(words(&prices.quote(&tent, 1, json!({}))["unitPrice"]), "100.00");
}

#[test]
fn a_tier_that_is_not_there_falls_back_to_the_default_and_says_so() {
    let prices = Prices::open();
    let shop = &prices.shop;
    let (_, tent) = product(shop, "tent", "100.00", &Value::Null);
    let (standard, gold, trade) = (prices.tier("Standard"), prices.tier("Gold"), prices.tier("Trade"));
    prices.rule("Standard", json!({ "kind": "tier", "tierId": standard, "effect": percent(1) }));
    prices.rule("Gold", json!({ "kind": "tier", "tierId": gold, "effect": percent(15) }));
    let told = |more: Value| {
        let quote = prices.quote(&tent, 1, more);
        (words(&quote["tierName"]), words(&quote["unitPrice"]), quote["unknownTier"].clone())
    };
    let fell = |why: &str| ("Standard".to_owned(), "99.00".to_owned(), json!(why));
    assert_eq!(told(json!({})), ("Standard".to_owned(), "99.00".to_owned(), Value::Null));
    assert_eq!(told(json!({ "tier": " gOLD " })), ("Gold".to_owned(), "85.00".to_owned(), Value::Null));
    assert_eq!(told(json!({ "tier": "Platinum" })), fell("Platinum"));
    let nobody = uuid::Uuid::now_v7().to_string();
    assert_eq!(told(json!({ "tierId": nobody })), fell(&nobody));
    shop.call("tier_update", json!({ "id": trade, "rowVersion": 1, "archived": true })).done();
    assert_eq!(told(json!({ "tierId": trade })), fell("Trade"));
    assert_eq!(told(json!({ "tier": "Trade" })), fell("Trade"));

    let customer = shop.call("customer_create", json!({ "name": "Mary", "tierId": gold })).done();
    let id = &customer["customer"]["id"];
    assert_eq!(told(json!({ "customerId": id })), ("Gold".to_owned(), "85.00".to_owned(), Value::Null));
    shop.refuses("NOT_FOUND", "price_quote", json!({ "variantId": tent, "quantity": 1, "customerId": nobody }));

    let table = shop.call("price_table", json!({ "variantId": tent, "quantities": [1, 10] })).done();
    let rows = table["rows"].as_array().expect("rows");
    let row = |row: &Value| format!("{} {}", words(&row["tierName"]), words(&row["prices"][1]));
    assert_eq!(rows.iter().map(row).collect::<Vec<_>>(), ["Standard 99.00", "Silver 100.00", "Gold 85.00"]);
}

#[test]
fn a_rule_counts_only_where_it_makes_the_price_lower() {
    let prices = Prices::open();
    let (_, tent) = product(&prices.shop, "tent", "100.00", &Value::Null);
    let (_, peg) = product(&prices.shop, "peg", "0.05", &Value::Null);
    let fixed = |price: &str| json!({ "kind": "fixedPrice", "price": price });
    let unit = |variant: &str| words(&prices.quote(variant, 1, json!({}))["unitPrice"]);
    prices.rule("Everything", json!({ "effect": percent(50) }));
    let above = json!({ "scope": "variant", "variantId": tent, "effect": fixed("120.00") });
    prices.rule("Above", above);
    assert_eq!(unit(&tent), "50.00", "a price above gives way to the next rule");
    prices.rule("Below", json!({ "scope": "variant", "variantId": tent, "effect": fixed("80.00") }));
    assert_eq!(unit(&tent), "80.00", "the more specific rule counts, whether or not another would give more");

    let quote = prices.quote(&peg, 3, json!({}));
    assert_eq!(steps(&quote), ["base = 0.05", "promotion Everything -0.025 = 0.025", "rounding 0.005 = 0.03"]);
    assert_eq!((&quote["unitPrice"], &quote["lineTotal"]), (&json!("0.03"), &json!("0.09")), "rounded at the unit");

    let off = json!({ "kind": "amountOff", "amount": "1.00" });
    prices.rule("A euro off", json!({ "scope": "variant", "variantId": peg, "effect": off }));
    let free = prices.quote(&peg, 3, json!({}));
    assert_eq!(steps(&free), ["base = 0.05", "promotion A euro off -0.05 = 0.00"], "never below nothing");
    assert_eq!((&free["lineTotal"], &free["tax"], &free["saved"]), (&json!("0.00"), &json!("0.00"), &json!("0.15")));
    prices.rule("All of it", json!({ "effect": percent(100), "priority": 1 }));
    let (_, mug) = product(&prices.shop, "mug", "7.77", &Value::Null);
    assert_eq!(unit(&mug), "0.00");
}

#[test]
fn every_currency_is_rounded_to_its_own_minor_unit() {
    for (currency, price, unit, rounding) in
        [("JPY", "333", "233", "-0.1"), ("KWD", "0.555", "0.389", "0.0005"), ("EUR", "3.33", "2.33", "-0.001")]
    {
        let prices = Prices::open();
        prices.shop.call("settings_update", json!({ "rowVersion": 1, "currency": currency })).done();
        let (_, tent) = product(&prices.shop, "tent", price, &Value::Null);
        prices.rule("Less", json!({ "effect": percent(30) }));
        let quote = prices.quote(&tent, 1, json!({}));
        assert_eq!(words(&quote["unitPrice"]), unit, "{currency}");
        let last = quote["steps"].as_array().expect("steps").last().expect("a step").clone();
        assert_eq!((&last["kind"], &last["change"]), (&json!("rounding"), &json!(rounding)), "{currency}");
        let too_fine = json!({ "kind": "fixedPrice", "price": "0.0005" });
        prices.shop.refuses("VALIDATION", "price_rule_create", prices.draft("Fine", json!({ "effect": too_fine })));
    }
}

#[test]
fn an_amount_in_a_rule_fixes_the_currency() {
    let prices = Prices::open();
    prices.rule("A tenth", json!({}));
    prices.shop.call("settings_update", json!({ "rowVersion": 1, "currency": "JPY" })).done();
    prices.rule("Some", json!({ "effect": { "kind": "amountOff", "amount": "5" } }));
    prices.shop.refuses("CURRENCY_FIXED", "settings_update", json!({ "rowVersion": 2, "currency": "EUR" }));
}

#[test]
fn a_rule_that_stops_leaves_out_the_later_kinds() {
    let prices = Prices::open();
    let (_, tent) = product(&prices.shop, "tent", "100.00", &Value::Null);
    let gold = prices.tier("Gold");
    let ten = json!({ "kind": "quantity_break", "minQuantity": 10, "effect": percent(10), "stops": true });
    let ten = prices.rule("Ten", ten);
    prices.rule("Gold", json!({ "kind": "tier", "tierId": gold, "effect": percent(15) }));
    assert_eq!(prices.price(&tent, 9, "Gold"), "85.00 765.00");
    assert_eq!(prices.price(&tent, 10, "Gold"), "90.00 900.00", "dearer, because the tier is left out");
    let warned = prices.shop.call("price_rule_get", json!({ "id": ten["id"] })).done()["warnings"].clone();
    assert_eq!(warned[0]["kind"], "falling_break");
    assert_eq!(warned[0]["quantity"], 10);
}

#[test]
fn people_are_warned_of_what_may_not_be_meant() {
    let prices = Prices::open();
    let (product_id, tent) = product(&prices.shop, "tent", "100.00", &Value::Null);
    product(&prices.shop, "mug", "10.00", &Value::Null);
    let kinds = |rule: &Value| -> Vec<String> {
        let warnings = rule["warnings"].as_array().expect("warnings");
        let said = |w: &Value| {
            let parts = [&w["kind"], &w["ruleName"], &w["sku"]].map(words);
            format!("{} {} {}", parts.join(" "), w["quantity"], "").trim().to_owned()
        };
        warnings.iter().map(said).collect()
    };
    let five = json!({ "kind": "quantity_break", "minQuantity": 5, "effect": percent(10) });
    assert!(kinds(&prices.rule("Five", five.clone())).is_empty());
    let ten = prices.rule("Ten", json!({ "kind": "quantity_break", "minQuantity": 10, "effect": percent(8) }));
    assert_eq!(kinds(&ten), ["falling_break Five tent 10"], "a larger quantity costs more");
    let get = |rule: &Value| prices.shop.call("price_rule_get", json!({ "id": rule["id"] })).done();
    let of_five =
        prices.shop.call("price_rule_list", json!({ "filter": { "text": "five" } })).done()["rows"][0].clone();
    assert!(of_five["warnings"].as_array().expect("a list").is_empty(), "lists leave them out");
    assert_eq!(kinds(&get(&of_five)), ["falling_break Ten tent 10"], "both rules are told");

    let hidden = json!({ "kind": "promotion", "scope": "product", "productId": product_id, "priority": 1 });
    prices.rule("First", json!({ "scope": "variant", "variantId": tent }));
    assert_eq!(kinds(&prices.rule("Never", hidden)), ["never_wins First tent 1"]);
    let above = json!({ "scope": "variant", "variantId": tent, "priority": 5,
                        "effect": { "kind": "fixedPrice", "price": "100.00" } });
    assert_eq!(kinds(&prices.rule("Above", above)), ["never_wins First tent 1"]);

    // A rule that is hidden only for a time is not hidden.
    let soon = json!({ "scope": "variant", "variantId": tent, "priority": 9, "endsAt": OPENING.0 + 86_400_000 });
    assert!(kinds(&prices.rule("For a day", soon)).is_empty());

    prices
        .shop
        .call("stock_receive", json!({ "lines": [{ "variantId": tent, "quantity": 1, "unitCost": "95.00" }] }))
        .done();
    let cheap = json!({ "scope": "variant", "variantId": tent, "priority": 20, "effect": percent(20) });
    assert_eq!(kinds(&prices.rule("Cheap", cheap)), ["below_cost  tent 1"]);
}

#[test]
fn a_rule_is_written_changed_put_aside_and_taken_back() {
    let prices = Prices::open();
    let shop = &prices.shop;
    let camp = category(shop, "Camp", &Value::Null);
    let tents = category(shop, "Tents", &camp);
    let (product_id, tent) = product(shop, "tent", "100.00", &tents);
    let rule = prices.rule("Tents", json!({ "scope": "category", "categoryId": tents, "priority": 10 }));
    assert_eq!((&rule["scopeName"], &rule["state"]), (&json!("Camp / Tents"), &json!("active")));
    assert_eq!((&rule["minQuantity"], &rule["rowVersion"]), (&json!(1), &json!(1)));
    let id = &rule["id"];
    let update = |version: i64, fields: Value| {
        let mut request = json!({ "id": id, "rowVersion": version });
        for (field, value) in fields.as_object().expect("fields") {
            request[field] = value.clone();
        }
        shop.call("price_rule_update", request)
    };
    let changed =
        update(1, json!({ "kind": "quantity_break", "minQuantity": 3, "scope": "variant", "variantId": tent }));
    let changed = changed.done();
    assert_eq!((&changed["scopeName"], &changed["categoryId"]), (&json!("tent tent"), &Value::Null));
    update(1, json!({ "name": "Late" })).refused("CONFLICT");
    assert_eq!(prices.price(&tent, 3, "Standard"), "90.00 270.00");
    let ends = update(2, json!({ "endsAt": OPENING.0, "active": false })).done();
    assert_eq!(ends["state"], "ended", "its time is over, whether or not it is paused");
    assert_eq!(update(3, json!({ "endsAt": null })).done()["state"], "paused");
    let archived = update(4, json!({ "archived": true })).done();
    assert_eq!((&archived["state"], &archived["active"]), (&json!("archived"), &json!(false)));
    update(5, json!({ "name": "Still there" })).refused("ARCHIVED");
    assert_eq!(prices.price(&tent, 3, "Standard"), "100.00 300.00");
    let back = update(5, json!({ "archived": false, "active": true })).done();
    assert_eq!(back["state"], "active");
    assert_eq!(prices.price(&tent, 3, "Standard"), "90.00 270.00");

    let actions = shop.call("audit_list", json!({ "filter": { "objectId": id } })).done()["rows"].clone();
    let actions: Vec<String> =
        actions.as_array().expect("rows").iter().rev().map(|row| words(&row["action"])).collect();
    assert_eq!(
        actions,
        [
            "price_rule_created",
            "price_rule_updated",
            "price_rule_updated",
            "price_rule_updated",
            "price_rule_archived",
            "price_rule_restored"
        ]
    );

    // What it names is in use as long as it does.
    let used = shop.refuses("PRODUCT_USED", "product_delete", json!({ "id": product_id, "rowVersion": 1 }));
    assert_eq!(used["priceRules"], 1);
    let about = prices.rule("Product", json!({ "scope": "product", "productId": product_id }));
    assert_eq!(about["scopeName"], "tent");
    let got = shop.call("product_get", json!({ "id": product_id })).done();
    assert_eq!(got["deletable"], false);
    let used = shop.refuses("PRODUCT_USED", "product_delete", json!({ "id": product_id, "rowVersion": 1 }));
    assert_eq!(used["priceRules"], 2);

    // A category that is archived takes its products elsewhere; its rules touch nothing.
    let of_tents = prices.rule("All tents", json!({ "scope": "category", "categoryId": tents, "effect": percent(50) }));
    shop.call("category_archive", json!({ "id": tents, "rowVersion": 1, "moveTo": camp })).done();
    assert_eq!(shop.call("price_rule_get", json!({ "id": of_tents["id"] })).done()["state"], "active");
    let looked = prices.quote(&tent, 1, json!({}));
    assert_eq!(looked["unitPrice"], "90.00", "only the rule of the product");
    shop.refuses(
        "ARCHIVED",
        "price_rule_create",
        prices.draft("Late", json!({ "scope": "category", "categoryId": tents })),
    );
}

#[test]
fn what_a_rule_lacks_is_said_field_by_field() {
    let prices = Prices::open();
    let (product_id, tent) = product(&prices.shop, "tent", "100.00", &Value::Null);
    let gold = prices.tier("Gold");
    for (fields, bad) in [
        (json!({ "name": " " }), vec!["name"]),
        (json!({ "scope": "variant" }), vec!["variantId"]),
        (json!({ "scope": "product", "variantId": tent }), vec!["variantId", "productId"]),
        (json!({ "productId": product_id }), vec!["productId"]),
        (json!({ "kind": "tier" }), vec!["tierId"]),
        (json!({ "tierId": gold }), vec!["tierId"]),
        (json!({ "kind": "quantity_break" }), vec!["minQuantity"]),
        (json!({ "kind": "quantity_break", "minQuantity": 1 }), vec!["minQuantity"]),
        (json!({ "minQuantity": 5 }), vec!["minQuantity"]),
        (json!({ "effect": { "kind": "percent", "basisPoints": 10_001 } }), vec!["effect.basisPoints"]),
        (json!({ "effect": { "kind": "percent", "basisPoints": 0 } }), vec!["effect.basisPoints"]),
        (json!({ "effect": { "kind": "amountOff", "amount": "0" } }), vec!["effect.amount"]),
        (json!({ "effect": { "kind": "fixedPrice", "price": "-1" } }), vec!["effect.price"]),
        (json!({ "priority": -1 }), vec!["priority"]),
        (json!({ "startsAt": 5, "endsAt": 5 }), vec!["endsAt"]),
    ] {
        let refusal = prices.shop.refuses("VALIDATION", "price_rule_create", prices.draft("Rule", fields.clone()));
        let named: Vec<String> =
            refusal["fields"].as_array().expect("fields").iter().map(|field| words(&field["field"])).collect();
        assert_eq!(named, bad, "{fields}");
    }
    for (command, request, field) in [
        ("price_quote", json!({ "variantId": tent, "quantity": 0 }), "quantity"),
        ("price_quote", json!({ "variantId": tent, "quantity": 1, "tier": "Gold", "tierId": gold }), "tier"),
        ("price_table", json!({ "variantId": tent, "quantities": [1, 0] }), "quantities[1]"),
        ("price_rule_try", json!({}), "rule"),
        ("price_rule_try", json!({ "rule": prices.draft("R", json!({})), "days": 0 }), "days"),
        ("tier_create", json!({ "name": "" }), "name"),
    ] {
        let refusal = prices.shop.refuses("VALIDATION", command, request);
        assert_eq!(refusal["fields"][0]["field"], field, "{command}");
    }
}

#[test]
fn tiers_are_named_ordered_and_one_is_the_default() {
    let prices = Prices::open();
    let shop = &prices.shop;
    let trade = shop.call("tier_create", json!({ "name": "Trade" })).done();
    assert_eq!((&trade["rank"], &trade["isDefault"], &trade["customers"]), (&json!(4), &json!(false), &json!(0)));
    shop.refuses("NAME_TAKEN", "tier_create", json!({ "name": " trade " }));
    shop.refuses("NAME_TAKEN", "tier_update", json!({ "id": trade["id"], "rowVersion": 1, "name": "GOLD" }));
    let first = shop.call("tier_update", json!({ "id": trade["id"], "rowVersion": 1, "rank": 0, "isDefault": true }));
    let first = first.done();
    assert_eq!((&first["rowVersion"], &first["isDefault"]), (&json!(2), &json!(true)));
    shop.refuses("VALIDATION", "tier_update", json!({ "id": trade["id"], "rowVersion": 2, "isDefault": false }));
    let standard = prices.tier("Standard");
    shop.call("tier_update", json!({ "id": standard, "rowVersion": 2, "archived": true })).done();
    let rows = |archived: bool| {
        let rows = shop.call("tier_list", json!({ "archived": archived })).done()["rows"].clone();
        rows.as_array().expect("rows").iter().map(|row| words(&row["name"])).collect::<Vec<_>>()
    };
    assert_eq!(rows(false), ["Trade", "Silver", "Gold"]);
    assert_eq!(rows(true), ["Trade", "Silver", "Gold", "Standard"]);
    shop.refuses("ARCHIVED", "price_rule_create", prices.draft("Late", json!({ "kind": "tier", "tierId": standard })));
    let actions = shop.call("audit_list", json!({ "filter": { "objectId": standard } })).done()["rows"].clone();
    assert_eq!(words(&actions[0]["action"]), "tier_archived");
    assert_eq!(words(&actions[1]["action"]), "tier_updated", "it stood aside for the other");
}

#[test]
fn rules_are_listed_counted_and_found() {
    let prices = Prices::open();
    let shop = &prices.shop;
    let camp = category(shop, "Camp", &Value::Null);
    let (_, tent) = product(shop, "tent", "100.00", &camp);
    let (_, mug) = product(shop, "mug", "10.00", &Value::Null);
    prices.rule("Everything", json!({}));
    prices.rule("Camp week", json!({ "scope": "category", "categoryId": camp, "endsAt": OPENING.0 }));
    prices.rule("Mugs", json!({ "scope": "variant", "variantId": mug, "kind": "quantity_break", "minQuantity": 6 }));
    let gone = prices.rule("Gone", json!({ "active": false }));
    shop.call("price_rule_update", json!({ "id": gone["id"], "rowVersion": 1, "archived": true })).done();
    let names = |filter: Value| {
        let page = shop.call("price_rule_list", json!({ "filter": filter })).done();
        page["rows"].as_array().expect("rows").iter().map(|row| words(&row["name"])).collect::<Vec<_>>()
    };
    assert_eq!(names(json!({})), ["Mugs", "Camp week", "Everything"]);
    assert_eq!(names(json!({ "states": ["archived", "ended"] })), ["Gone", "Camp week"]);
    assert_eq!(names(json!({ "kinds": ["quantity_break"] })), ["Mugs"]);
    assert_eq!(names(json!({ "variantId": tent })), ["Camp week", "Everything"]);
    assert_eq!(names(json!({ "text": "CAMP" })), ["Camp week"]);
    assert_eq!(names(json!({ "text": "mug" })), ["Mugs"]);
    let first = shop.call("price_rule_list", json!({ "limit": 2 })).done();
    let rest = shop.call("price_rule_list", json!({ "limit": 2, "cursor": first["next"] })).done();
    assert_eq!((&rest["rows"][0]["name"], &rest["next"]), (&json!("Everything"), &Value::Null));
    let counts = shop.call("price_rule_counts", json!({})).done();
    let expected = json!({ "all": 3, "promotion": 2, "quantityBreak": 1, "tier": 0, "ended": 1, "active": 2 });
    assert_eq!(counts, expected);
}

#[test]
fn a_rule_is_tried_over_past_orders_before_it_counts() {
    let mut shop = Shop::open();
    shop.play(
        "product tent 100.00
         product mug 10.00
         receive tent 100 mug 100
         order O1 tent 2 mug 1 confirmed
         order O2 mug 3 confirmed
         order O3 tent 50 confirmed
         cancel O3
         tick 40d
         order O4 tent 1",
    );
    let tent = shop.variant("tent");
    let prices = Prices { shop };
    let draft = prices.draft("Tents", json!({ "scope": "variant", "variantId": tent, "active": false }));
    let before = prices.shop.everything();
    let month = prices.shop.call("price_rule_try", json!({ "rule": draft })).done();
    prices.shop.nothing_changed_since(&before, "a rule was tried");
    let told = |trial: &Value| {
        [&trial["orders"], &trial["ordersTouched"], &trial["lines"], &trial["linesTouched"], &trial["units"]]
            .map(|n| n.as_i64().unwrap_or(-1))
    };
    let sums = |trial: &Value| [&trial["totalNow"], &trial["totalWith"], &trial["change"]].map(words);
    assert_eq!(told(&month), [1, 1, 1, 1, 1], "the rest is too old");
    assert_eq!(sums(&month), ["100.00", "90.00", "-10.00"]);
    let quarter = prices.shop.call("price_rule_try", json!({ "rule": draft, "days": 90 })).done();
    assert_eq!(told(&quarter), [3, 2, 4, 2, 7], "what was cancelled is not counted");
    assert_eq!(sums(&quarter), ["340.00", "310.00", "-30.00"]);
    let first = &quarter["products"][0];
    assert_eq!((&first["sku"], &first["units"], &first["totalWith"]), (&json!("tent"), &json!(3), &json!("270.00")));

    let made = prices.shop.call("price_rule_create", draft).done();
    let turned_on = json!({ "id": made["id"], "rowVersion": 1, "active": true });
    prices.shop.call("price_rule_update", turned_on).done();
    let active = prices.shop.call("price_rule_try", json!({ "ruleId": made["id"], "days": 90 })).done();
    assert_eq!(sums(&active), sums(&quarter), "a rule that counts is held against the store without it");
    let later = prices.draft("Later", json!({ "startsAt": OPENING.0 + 41 * 86_400_000, "priority": 5 }));
    let later = prices.shop.call("price_rule_try", json!({ "rule": later, "days": 90 })).done();
    assert_eq!(sums(&later), ["310.00", "306.00", "-4.00"], "at its own time, with the rules of then");
    prices.shop.refuses_as(
        &prices.shop.role(stockroom_core::kernel::Role::Clerk),
        "FORBIDDEN",
        "price_rule_try",
        json!({ "ruleId": made["id"] }),
    );
}

#[test]
fn a_change_of_another_program_counts_at_once() {
    let prices = Prices::open();
    let (_, tent) = product(&prices.shop, "tent", "100.00", &Value::Null);
    prices.rule("Less", json!({}));
    assert_eq!(prices.price(&tent, 1, "Gold"), "90.00 90.00");
    prices.shop.tamper().execute("UPDATE price_rule SET active = 0", []).expect("a change");
    assert_eq!(prices.price(&tent, 1, "Gold"), "100.00 100.00");
}

#[test]
fn a_product_has_its_own_tax_rate_or_the_stores() {
    let mut shop = Shop::open();
    let book = json!({ "name": "Book", "sku": "book", "price": "10.90", "taxRateBp": 900 });
    let book = shop.call("product_create", book).done();
    assert_eq!((&book["taxRateBp"], &book["taxRateHere"]), (&json!(900), &json!(900)));
    shop.know("book", &book);
    shop.play("receive book 5\n order O1 book 1");
    let line = shop.call("order_get", json!({ "id": shop.order_id("O1") })).done()["lines"][0].clone();
    assert_eq!((&line["taxRateBp"], &line["tax"]), (&json!(900), &json!("0.90")));
    let variant = shop.variant("book");
    let quote = shop.call("price_quote", json!({ "variantId": variant, "quantity": 2 })).done();
    assert_eq!((&quote["taxRateBp"], &quote["tax"]), (&json!(900), &json!("1.80")));

    let cleared = json!({ "id": book["id"], "rowVersion": 1, "taxRateBp": null });
    let cleared = shop.call("product_update", cleared).done();
    let stores = shop.call("settings_get", json!({})).done()["taxRateBp"].clone();
    assert_eq!((&cleared["taxRateBp"], &cleared["taxRateHere"]), (&Value::Null, &stores));
    let entry = shop.call("audit_list", json!({ "filter": { "objectId": book["id"] }, "limit": 1 })).done();
    let seq = entry["rows"][0]["seq"].clone();
    let entry = shop.call("audit_get", json!({ "seq": seq })).done();
    assert!(entry.to_string().contains("taxRateBp"), "{entry}");
    shop.refuses("VALIDATION", "product_update", json!({ "id": book["id"], "rowVersion": 2, "taxRateBp": 10_001 }));
}

// ---- random rules against a model small enough to be read whole -------------------------------------------

/// Camp holds Tents, Tents hold Small; Home stands for itself.
const PARENTS: [Option<usize>; 4] = [None, Some(0), Some(1), None];
/// What is sold: its product, that product's category, its base price and adjustment.
const GOODS: [(usize, Option<usize>, i64, i64); 5] = [
    (0, Some(2), 50_000, 5_000),
    (0, Some(2), 50_000, 0),
    (1, Some(1), 1_999, -3),
    (2, Some(3), 7, 0),
    (3, None, 1, 0),
];
const TIERS: usize = 3;

fn id<T>(of: fn(Uuid) -> T, n: usize) -> T {
    of(Uuid::from_u128(n as u128 + 1))
}

fn variant(n: usize) -> Sellable {
    let (product, category, base, adjustment) = GOODS[n];
    Sellable {
        variant_id: id(VariantId::from_uuid, n),
        product_id: id(ProductId::from_uuid, product),
        category_id: category.map(|n| id(CategoryId::from_uuid, n)),
        sku: format!("V{n}"),
        name: format!("Variant {n}"),
        label: String::new(),
        base_price: Minor(base),
        price_adjustment: Minor(adjustment),
        tax_rate_bp: 2_300,
        archived: false,
    }
}

fn book(rules: &[Rule]) -> Arc<RuleBook> {
    let category = |n| id(CategoryId::from_uuid, n);
    let parents = PARENTS.iter().enumerate().map(|(n, parent)| (category(n), parent.map(category))).collect();
    let tiers = (0..TIERS).map(|n| TierName {
        id: id(TierId::from_uuid, n),
        name: format!("Tier {n}"),
        folded: format!("tier {n}"),
        is_default: n == 0,
        archived: false,
    });
    Arc::new(RuleBook::new(rules.to_vec(), parents, tiers.collect()))
}

fn quote(rules: &[Rule], goods: usize, tier: usize, quantity: i64, at: i64) -> Quote {
    let currency = Currency::parse("EUR").expect("a currency");
    let prices = Compiled::over(book(rules), currency, Some(id(TierId::from_uuid, tier)), Instant(at));
    prices.unwrap_or_else(|_| panic!("the book has a default tier")).quote(&variant(goods), quantity)
}

/// How close a rule's scope is to a variant: 0 is the closest; none: the variant is not in it.
fn distance(rule: &Rule, goods: usize) -> Option<usize> {
    let sold = variant(goods);
    let mut path = vec![Target::Variant(sold.variant_id), Target::Product(sold.product_id)];
    let mut category = GOODS[goods].1;
    while let Some(n) = category {
        path.push(Target::Category(id(CategoryId::from_uuid, n)));
        category = PARENTS[n];
    }
    path.push(Target::Store);
    path.iter().position(|target| *target == rule.target)
}

/// A price as a fraction of the cent.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Fraction(i128, i128);

impl Fraction {
    fn less(self, effect: Effect) -> Fraction {
        let Fraction(over, under) = self;
        match effect {
            Effect::Percent(points) => Fraction(over * i128::from(10_000 - points), under * 10_000),
            Effect::AmountOff(amount) => Fraction((over - i128::from(amount.0) * under).max(0), under),
            Effect::FixedPrice(price) if i128::from(price.0) * under < over => Fraction(i128::from(price.0), 1),
            Effect::FixedPrice(_) => self,
        }
    }

    fn is_below(self, other: Fraction) -> bool {
        self.0 * other.1 < other.0 * self.1
    }
}

/// The unit price and the rules that count, by looking at every rule for every kind.
fn model(rules: &[Rule], goods: usize, tier: usize, quantity: i64, at: i64) -> (i64, Vec<PriceRuleId>) {
    let sold = variant(goods);
    let mut price = Fraction(i128::from((sold.base_price.0 + sold.price_adjustment.0).max(0)), 1);
    let mut counted = Vec::new();
    for kind in [PriceRuleKind::Promotion, PriceRuleKind::QuantityBreak, PriceRuleKind::Tier] {
        let counts = |rule: &&Rule| {
            let in_time = rule.starts_at.is_none_or(|from| from.0 <= at) && rule.ends_at.is_none_or(|to| at < to.0);
            let when = match rule.when {
                When::Promotion => true,
                When::QuantityBreak(from) => quantity >= from,
                When::Tier(of) => of == id(TierId::from_uuid, tier),
            };
            rule.when.kind() == kind && rule.active && in_time && when && price.less(rule.effect).is_below(price)
        };
        let mut best: Option<(&Rule, usize)> = None;
        for rule in rules.iter().filter(counts) {
            let Some(far) = distance(rule, goods) else { continue };
            let rank = |rule: &Rule, far: usize| (far, -rule.priority, -rule.when.min_quantity(), -rule.seq);
            if best.is_none_or(|(other, its)| rank(rule, far) < rank(other, its)) {
                best = Some((rule, far));
            }
        }
        let Some((rule, _)) = best else { continue };
        price = price.less(rule.effect);
        counted.push(rule.id);
        if rule.stops {
            break;
        }
    }
    let Fraction(over, under) = price;
    let twice = 2 * over + under;
    (i64::try_from(twice / (2 * under)).expect("a price"), counted)
}

fn effects() -> impl Strategy<Value = Effect> {
    prop_oneof![
        (1..=10_000_i64).prop_map(Effect::Percent),
        (1..=100_i64).prop_map(|percent| Effect::Percent(percent * 100)),
        (1..=60_000_i64).prop_map(|amount| Effect::AmountOff(Minor(amount))),
        (0..=60_000_i64).prop_map(|price| Effect::FixedPrice(Minor(price))),
    ]
}

fn targets() -> impl Strategy<Value = Target> {
    prop_oneof![
        (0..GOODS.len()).prop_map(|n| Target::Variant(id(VariantId::from_uuid, n))),
        (0..4_usize).prop_map(|n| Target::Product(id(ProductId::from_uuid, n))),
        (0..PARENTS.len()).prop_map(|n| Target::Category(id(CategoryId::from_uuid, n))),
        Just(Target::Store),
    ]
}

fn whens() -> impl Strategy<Value = When> {
    prop_oneof![
        Just(When::Promotion),
        (2..=12_i64).prop_map(When::QuantityBreak),
        (0..TIERS).prop_map(|n| When::Tier(id(TierId::from_uuid, n))),
    ]
}

fn rule_sets() -> impl Strategy<Value = Vec<Rule>> {
    let times = (proptest::option::of(0..4_i64), proptest::option::of(1..4_i64));
    let rule = (targets(), whens(), effects(), 0..3_i64, proptest::bool::weighted(0.15), times, 0..6_u8);
    proptest::collection::vec(rule, 0..24).prop_map(|rules| {
        let numbered = (1..).zip(rules);
        let made = numbered.map(|(seq, (target, when, effect, priority, stops, (starts, lasts), active))| Rule {
            id: id(PriceRuleId::from_uuid, usize::try_from(seq).unwrap_or(0)),
            seq,
            name: format!("Rule {seq}"),
            target,
            when,
            effect,
            priority,
            stops,
            starts_at: starts.map(Instant),
            ends_at: lasts.map(|lasts| Instant(starts.unwrap_or(0) + lasts)),
            active: active > 0,
        });
        made.collect()
    })
}

fn exact(money: Money) -> i128 {
    // Twelve digits behind the cent, as whole units of the last of them.
    let text = money.to_string();
    let (sign, digits) = text.strip_prefix('-').map_or((1, text.as_str()), |rest| (-1, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    assert!(part.len() <= 14, "{text}");
    sign * format!("{whole}{part:0<14}").parse::<i128>().expect("digits")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_quote_is_what_looking_at_every_rule_gives(
        rules in rule_sets(), goods in 0..GOODS.len(), tier in 0..TIERS, quantity in 1..16_i64, at in 0..8_i64,
    ) {
        let told = quote(&rules, goods, tier, quantity, at);
        let (unit_price, counted) = model(&rules, goods, tier, quantity, at);
        prop_assert_eq!(told.unit_price.0, unit_price);
        let by: Vec<PriceRuleId> = told.steps.iter().filter_map(|step| step.rule_id).collect();
        prop_assert_eq!(by, counted);
        prop_assert!(told.unit_price.0 >= 0 && told.unit_price <= told.list_price);

        // The steps add up: from the base over every change to the unit price.
        let sum: i128 = told.steps.iter().filter_map(|step| step.change).map(exact).sum();
        prop_assert_eq!(exact(told.steps[0].after) + sum, i128::from(unit_price) * 1_000_000_000_000);
        for pair in told.steps.windows(2) {
            prop_assert_eq!(pair[1].before, Some(pair[0].after));
            prop_assert!(pair[1].rule_id.is_none() || pair[1].change.map(exact) < Some(0), "a rule only lowers");
        }

        // The same again, whatever order the rules are read in.
        let turned: Vec<Rule> = rules.iter().rev().cloned().collect();
        prop_assert_eq!(quote(&turned, goods, tier, quantity, at), told);
    }

    #[test]
    fn a_unit_never_costs_more_in_a_larger_quantity_where_breaks_do_not_fall(
        others in rule_sets(), mut breaks in proptest::collection::vec((2..=12_i64, 1..=10_000_i64), 0..6),
        goods in 0..GOODS.len(), tier in 0..TIERS, at in 0..8_i64,
    ) {
        // Of one scope and priority, each taking at least as much as those before it.
        breaks.sort_unstable();
        let mut rules: Vec<Rule> =
            others.into_iter().filter(|rule| rule.when.kind() != PriceRuleKind::QuantityBreak).collect();
        let mut least = 0;
        for (place, (from, points)) in breaks.into_iter().enumerate() {
            least = least.max(points);
            rules.push(Rule {
                id: id(PriceRuleId::from_uuid, 100 + place),
                seq: 100 + place as i64,
                name: "Break".to_owned(),
                target: Target::Store,
                when: When::QuantityBreak(from),
                effect: Effect::Percent(least),
                priority: 0,
                stops: false,
                starts_at: None,
                ends_at: None,
                active: true,
            });
        }
        let units: Vec<Minor> = (1..=14).map(|quantity| quote(&rules, goods, tier, quantity, at).unit_price).collect();
        prop_assert!(units.windows(2).all(|pair| pair[1] <= pair[0]), "{units:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_unit_that_costs_more_in_a_larger_quantity_was_warned_of(
        rules in proptest::collection::vec((0..4_usize, 0..3_usize, 2..=9_i64, 1..=80_i64, 0..4_u8), 2..6),
    ) {
        let prices = Prices::open();
        let shop = &prices.shop;
        let camp = category(shop, "Camp", &Value::Null);
        let (product_id, tent) = product(shop, "tent", "100.00", &camp);
        let (_, peg) = product(shop, "peg", "0.99", &camp);
        let tiers = ["Standard", "Gold"];
        let mut ids = HashMap::new();
        for (place, (scope, kind, from, off, stops)) in rules.into_iter().enumerate() {
            let mut fields = match scope {
                0 => json!({ "scope": "variant", "variantId": tent }),
                1 => json!({ "scope": "product", "productId": product_id }),
                2 => json!({ "scope": "category", "categoryId": camp }),
                _ => json!({ "scope": "store" }),
            };
            fields["effect"] = match off {
                0..60 => percent(off),
                _ => json!({ "kind": "amountOff", "amount": format!("{}.00", off - 59) }),
            };
            fields["stops"] = json!(stops == 0);
            match kind {
                0 | 1 => {
                    fields["kind"] = json!("quantity_break");
                    fields["minQuantity"] = json!(from);
                }
                _ => {
                    fields["kind"] = json!("tier");
                    fields["tierId"] = json!(prices.tier("Gold"));
                }
            }
            let name = format!("Rule {place}");
            ids.insert(prices.rule(&name, fields)["id"].to_string(), name);
        }
        let warned = |rule: &Value| -> BTreeSet<i64> {
            let told = shop.call("price_rule_get", json!({ "id": rule })).done()["warnings"].clone();
            let falling = told.as_array().expect("warnings").iter().filter(|w| w["kind"] == "falling_break");
            falling.filter_map(|w| w["quantity"].as_i64()).collect()
        };
        for (variant, tier) in [(&tent, tiers[0]), (&tent, tiers[1]), (&peg, tiers[0]), (&peg, tiers[1])] {
            let at = |quantity: i64| {
                let quote = prices.quote(variant, quantity, json!({ "tier": tier }));
                let unit: i64 = words(&quote["unitPrice"]).replace('.', "").parse().expect("a price");
                let steps = quote["steps"].as_array().expect("steps").clone();
                let own = steps.into_iter().find(|step| step["kind"] == "quantity_break");
                (unit, own.map(|step| step["ruleId"].clone()))
            };
            let mut before = at(1);
            for quantity in 2..=10 {
                let now = at(quantity);
                if now.0 > before.0 {
                    for rule in [&now.1, &before.1].into_iter().flatten() {
                        let name = &ids[&rule.to_string()];
                        prop_assert!(warned(rule).contains(&quantity), "{name} is dearer from {quantity} for {tier}");
                    }
                }
                before = now;
            }
        }
    }
}
