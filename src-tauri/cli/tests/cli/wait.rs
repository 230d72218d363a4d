//! `wait`.

use super::shop::{Shop, run_of};
use serde_json::json;

#[test]
fn whoever_waits_is_listed_served_and_may_give_up() {
    let shop = Shop::new();
    let variant = shop.stocked("TEA-1", 1);
    let ada = shop.run(["wait", "add", "tea-1", "3", "--for", "Ada", "--part"]).value()["rows"][0].clone();
    assert_eq!((&ada["granted"], &ada["status"]), (&json!(1), &json!("waiting")));
    let ben = shop.run(["wait", "add", "TEA-1", "1", "--for", "Ben", "--until", "3600"]).value()["rows"][0].clone();
    assert_eq!((&ben["position"], &ben["ahead"]), (&json!(2), &json!(2)));

    let told = run_of(shop.program().arg("--store").arg(&shop.store).args(["wait", "list"]).output().expect("a run"));
    for said in ["TEA-1", "Ada", "Ben", "waiting"] {
        assert!(told.out.contains(said), "{said}: {told:?}");
    }
    shop.run(["wait", "cancel", &ada["seq"].to_string(), "--reason", "bought elsewhere"]).value();
    shop.call("stock_receive", &json!({ "lines": [{ "variantId": variant, "quantity": 1 }] })).value();
    let served = shop.run(["wait", "list", "--status", "granted", "--code", "tea-1"]).value();
    assert_eq!(served["rows"][0]["id"], ben["id"]);
    shop.run(["wait", "cancel", ben["id"].as_str().expect("an id")]).is_refused("WAIT_ENDED");
    shop.run(["wait", "cancel", "99"]).is_refused("NOT_FOUND");
    shop.run(["wait", "add", "nothing", "1"]).is_refused("NOT_FOUND");
    assert!(shop.doctor_is_clean());
}
