//! `customer`.

use super::shop::{Shop, run_of};
use serde_json::json;

#[test]
fn customers_are_added_found_shown_and_merged() {
    let shop = Shop::new();
    let added = shop.run(["customer", "add", "Maja Kovač", "--email", "maja@example.org", "--tier", "gold"]).value();
    assert_eq!((&added["customer"]["name"], &added["customer"]["tierName"]), (&json!("Maja Kovač"), &json!("Gold")));
    shop.run(["customer", "add", "Maja", "--email", "MAJA@example.org"]).is_refused("CUSTOMER_EMAIL_TAKEN");
    shop.run(["customer", "add", "M. Kovac", "--phone", "01 555 0199"]).value();
    let found = shop.run(["customer", "list", "kovač"]).value();
    assert_eq!(found["rows"].as_array().map(Vec::len), Some(1));
    assert_eq!(shop.run(["customer", "list", "5550199"]).value()["rows"][0]["name"], "M. Kovac");

    let merged = shop.run(["customer", "merge", "maja@example.org", "M. Kovac"]).value();
    assert_eq!(merged["customer"]["phone"], "01 555 0199");
    assert_eq!(shop.run(["customer", "list"]).value()["rows"].as_array().map(Vec::len), Some(1));
    shop.run(["customer", "show", "nobody"]).is_refused("NOT_FOUND");
    let program = &mut shop.program();
    let told = run_of(
        program.arg("--store").arg(&shop.store).args(["customer", "show", "maja kovač"]).output().expect("a run"),
    );
    for said in ["Maja Kovač", "Gold", "0, 0 of them open", "0.00"] {
        assert!(told.out.contains(said), "{said}: {told:?}");
    }
    assert!(shop.doctor_is_clean());
}
