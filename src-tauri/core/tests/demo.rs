//! The sample store keeps the promises that real books keep, whenever and however large it is made.

use serde_json::{Value, json};
use std::sync::Arc;
use stockroom_core::kernel::RequestId;
use stockroom_core::{Clock, Core, Instant, ManualClock, OpenOptions, Refusal};

/// 2026-11-20 14:32 UTC, a Friday.
const AFTERNOON: Instant = Instant(1_795_185_120_000);
const HOUR_MS: i64 = 3_600_000;

fn new_store(folder: &tempfile::TempDir, at: Instant, demo: bool) -> Arc<Core> {
    let options = OpenOptions::new(folder.path().join("demo.stockroom"))
        .create(true)
        .demo(demo)
        .background(false)
        .time_zone("Europe/Dublin")
        .clock(Clock::Manual(ManualClock::at(at)));
    Core::open(options).expect("a new store")
}

fn ask(core: &Core, name: &str, request: Value) -> Value {
    let id = RequestId::new(core.clock().now()).to_string();
    let answer = core.dispatch(&core.owner_session(), name, &id, &request.to_string());
    let answer: Value = serde_json::from_str(&answer).expect("an answer is JSON");
    assert_eq!(answer["outcome"], "done", "{answer}");
    answer["value"].clone()
}

fn is_clean(core: &Core) -> bool {
    ask(core, "doctor_run", json!({}))["ok"] == true
}

#[test]
fn the_usual_sample_has_something_of_everything() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = new_store(&folder, AFTERNOON, true);
    core.fill_demo(50, 500).expect("a sample");

    assert!(is_clean(&core));
    let counts = ask(&core, "store_info", json!({}))["counts"].clone();
    assert_eq!((counts["products"].as_i64(), counts["orders"].as_i64()), (Some(50), Some(500)));
    for status in ["pending", "confirmed", "processing", "shipped", "delivered", "cancelled", "rejected"] {
        let page = ask(&core, "order_list", json!({ "filter": { "status": [status] } }));
        assert_ne!(page["rows"], json!([]), "no order is {status}");
    }
    for priority in ["low", "normal", "high", "urgent"] {
        let page = ask(&core, "order_list", json!({ "filter": { "priority": [priority] } }));
        assert_ne!(page["rows"], json!([]), "no order is {priority}");
    }
    let stock = ask(&core, "stock_list", json!({}));
    let rows = stock["rows"].as_array().expect("rows");
    for mark in ["none", "low", "out", "all_held"] {
        assert!(rows.iter().any(|row| row["mark"] == mark), "no product is {mark}");
    }
    let today = ask(&core, "order_list", json!({ "filter": { "from": "2026-11-20", "to": "2026-11-20" } }));
    assert!(today["rows"].as_array().expect("rows").len() >= 12, "today's orders are among them");
    let holds = ask(&core, "reservation_list", json!({ "kind": "customer" }));
    assert!(holds["rows"].as_array().expect("rows").len() >= 6, "holds without an order run");
    let waits = ask(&core, "wait_list", json!({}));
    assert_eq!(waits["rows"].as_array().map(Vec::len), Some(2), "somebody waits for what another holds");
    let places = ask(&core, "location_list", json!({}));
    let names: Vec<&Value> = places["rows"].as_array().expect("rows").iter().map(|row| &row["name"]).collect();
    assert_eq!(names, ["Shop floor", "Stockroom"]);
    assert!(places["rows"][1]["onHand"].as_i64() > Some(0), "the stockroom is not empty");
    for kind in ["opening", "receive", "adjust", "transfer"] {
        let page = ask(&core, "batch_list", json!({ "kinds": [kind] }));
        assert_ne!(page["rows"], json!([]), "nothing of the kind {kind} happened");
    }
    for state in ["active", "scheduled", "ended", "paused"] {
        let page = ask(&core, "price_rule_list", json!({ "filter": { "states": [state] } }));
        assert_ne!(page["rows"], json!([]), "no price rule is {state}");
    }
    let tiers = ask(&core, "tier_list", json!({}))["rows"].clone();
    for tier in tiers.as_array().expect("tiers") {
        assert!(tier["customers"].as_i64() > Some(0), "nobody is {tier}");
    }
    let last = ask(&core, "audit_list", json!({ "limit": 1 }));
    assert_eq!(last["rows"][0]["action"], "demo_filled");
}

#[test]
fn the_same_figures_come_out_each_time() {
    let numbers = |rows: Value| -> Vec<(Value, Value, Value)> {
        let rows = rows["rows"].as_array().expect("rows").clone();
        rows.into_iter().map(|row| (row["number"].clone(), row["customerName"].clone(), row["total"].clone())).collect()
    };
    let [first, second] = [(), ()].map(|()| {
        let folder = tempfile::tempdir().expect("a folder");
        let core = new_store(&folder, AFTERNOON, true);
        core.fill_demo(20, 60).expect("a sample");
        numbers(ask(&core, "order_list", json!({ "limit": 60 })))
    });
    assert_eq!(first, second);
}

#[test]
fn any_size_at_any_hour_keeps_the_books() {
    for (hours, products, orders) in [(0, 1, 0), (3, 1, 1), (9, 2, 9), (10, 7, 40), (12, 120, 30), (18, 3, 200)] {
        let folder = tempfile::tempdir().expect("a folder");
        let core = new_store(&folder, Instant(AFTERNOON.0 + hours * HOUR_MS), true);
        core.fill_demo(products, orders).unwrap_or_else(|refusal| panic!("{products}, {orders}: {refusal}"));
        assert!(is_clean(&core), "{products} products, {orders} orders, {hours} hours later");
        let counts = ask(&core, "store_info", json!({}))["counts"].clone();
        assert_eq!(counts["products"], json!(products));
        assert_eq!(counts["orders"], json!(orders));
    }
}

#[test]
fn a_sample_goes_only_into_an_empty_demo_store() {
    let folder = tempfile::tempdir().expect("a folder");
    let real = new_store(&folder, AFTERNOON, false);
    assert!(matches!(real.fill_demo(5, 5), Err(Refusal::DestinationNotAllowed { .. })));

    let folder = tempfile::tempdir().expect("a folder");
    let demo = new_store(&folder, AFTERNOON, true);
    assert!(matches!(demo.fill_demo(0, 5), Err(Refusal::Validation { .. })));
    demo.fill_demo(5, 5).expect("a sample");
    let entries = ask(&demo, "audit_verify", json!({}))["entries"].clone();
    assert!(matches!(demo.fill_demo(5, 5), Err(Refusal::DestinationNotAllowed { .. })));
    assert_eq!(ask(&demo, "audit_verify", json!({}))["entries"], entries, "a refused sample leaves nothing");
}
