//! `changes` and `undo`.

use super::shop::{Shop, run_of};
use serde_json::{Value, json};

#[test]
fn what_was_done_is_listed_and_taken_back_by_its_number() {
    let shop = Shop::new();
    shop.stocked("TEA-1", 3);
    let list = shop.run(["changes", "--kind", "receive"]);
    assert_eq!(list.code, 0, "{list:?}");
    let row = list.value()["rows"][0].clone();
    let number = row["seq"].to_string();
    assert_eq!((&row["kind"], &row["units"]), (&json!("receive"), &json!(3)));

    let preview = shop.run(["undo", &number, "--preview"]).value();
    assert_eq!((&preview["lines"][0]["delta"], &preview["problems"]), (&json!(-3), &json!([])));
    let undone = shop.run(["undo", &number, "--reason", "wrong box"]).value();
    assert_eq!((&undone["reversesId"], &undone["note"]), (&row["id"], &json!("wrong box")));
    shop.run(["undo", row["id"].as_str().expect("an id")]).is_refused("ALREADY_UNDONE");
    shop.run(["undo", "99"]).is_refused("NOT_FOUND");
    shop.run(["undo", "tea"]).is_refused("VALIDATION");
    assert!(shop.doctor_is_clean());
}

#[test]
fn people_read_a_table_and_what_stands_in_the_way() {
    let shop = Shop::new();
    let variant = shop.stocked("TEA-1", 3);
    shop.call("stock_adjust", &json!({ "variantId": variant, "delta": -2, "reason": "lost" })).value();
    let read = |arguments: &[&str]| {
        run_of(shop.program().arg("--store").arg(&shop.store).args(arguments).output().expect("a run"))
    };
    let list = read(&["changes"]);
    for said in ["no.", "receive", "adjust", "Lost", "-2"] {
        assert!(list.out.contains(said), "{said}: {list:?}");
    }
    let rows: Value = shop.run(["changes", "--kind", "receive"]).value();
    let number = rows["rows"][0]["seq"].to_string();
    let preview = read(&["undo", &number, "--preview"]);
    for said in ["1 -> -2", "It cannot be undone", "3 would go"] {
        assert!(preview.out.contains(said), "{said}: {preview:?}");
    }
}
