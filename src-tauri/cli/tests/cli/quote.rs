//! `quote`.

use super::shop::Shop;
use serde_json::json;

#[test]
fn a_price_is_told_as_a_sum() {
    let shop = Shop::new();
    let tent = json!({ "name": "Tent", "sku": "TENT", "price": "99.99" });
    shop.call("product_create", &tent).value();
    let tiers = shop.call("tier_list", &json!({})).value();
    let gold = tiers["rows"][2]["id"].clone();
    let percent = |points: i64| json!({ "kind": "percent", "basisPoints": points });
    for rule in [
        json!({ "name": "Ten", "kind": "quantity_break", "scope": "store", "minQuantity": 10, "effect": percent(1_000) }),
        json!({ "name": "Gold price", "kind": "tier", "scope": "store", "tierId": gold, "effect": percent(1_500) }),
    ] {
        shop.call("price_rule_create", &rule).value();
    }
    let person = json!({ "name": "Mary", "email": "mary@example.com", "tierId": gold });
    shop.call("customer_create", &person).value();

    let told = shop.run(["quote", "tent", "10", "--tier", "gold"]).json()["value"].clone();
    assert_eq!((&told["unitPrice"], &told["lineTotal"]), (&json!("76.49"), &json!("764.90")));
    for who in ["Mary", "MARY@example.com"] {
        let told = shop.run(["quote", "tent", "10", "--customer", who]).json()["value"].clone();
        assert_eq!((&told["tierName"], &told["unitPrice"]), (&json!("Gold"), &json!("76.49")), "{who}");
    }
    assert_eq!(shop.run(["quote", "tent", "--at", "2026-12-24"]).json()["value"]["unitPrice"], "99.99");
    assert_eq!(shop.run(["quote", "tent", "--at", "24.12.2026"]).code, 2);
    assert_eq!(shop.run(["quote", "zebra"]).json()["refusal"]["code"], "NOT_FOUND");

    let mut program = shop.program();
    program.arg("--store").arg(&shop.store).args(["quote", "tent", "10", "--tier", "gold"]);
    let words = String::from_utf8(program.output().expect("it runs").stdout).expect("words");
    let lines: Vec<String> =
        words.lines().take(6).map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(
        lines,
        [
            "Tent (TENT) for Gold",
            "base price 99.99",
            "quantity break, Ten -10.00 % - 9.999 89.991",
            "tier, Gold price -15.00 % - 13.49865 76.49235",
            "rounding - 0.00235 76.49",
            "10 x 76.49 764.90",
        ]
    );
}
