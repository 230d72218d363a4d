//! Two programs on one store.

use super::shop::{Shop, ended};
use rusqlite::Connection;
use serde_json::{Value, json};
use std::sync::mpsc;
use std::time::Duration;
use stockroom_core::kernel::RequestId;
use stockroom_core::{Clock, Core, OpenOptions};

/// Longer than any machine needs; a test that waits this long has failed.
const DEADLINE: Duration = Duration::from_secs(60);

fn ask(core: &Core, name: &str, request: &Value) -> Value {
    let id = RequestId::new(Clock::System.now()).to_string();
    let answer = core.dispatch(&core.owner_session(), name, &id, &request.to_string());
    let answer: Value = serde_json::from_str(&answer).expect("an answer is JSON");
    assert_eq!(answer["outcome"], "done", "{answer}");
    answer["value"].clone()
}

#[test]
fn each_sees_what_the_other_wrote() {
    let shop = Shop::new();
    let window = Core::open(OpenOptions::new(&shop.store)).expect("the store opens");
    let (tell, told) = mpsc::channel();
    window.on_change(move |change| {
        // The test may be over.
        let _ = tell.send(change.topics.len());
    });

    let variant = shop.stocked("TEA-1", 10);
    told.recv_timeout(DEADLINE).expect("the other program's commit is noticed");
    let stock = ask(&window, "stock_list", &json!({}));
    assert_eq!((&stock["rows"][0]["sku"], &stock["rows"][0]["onHand"]), (&json!("TEA-1"), &json!(10)));

    let lines = json!([{ "variantId": variant, "quantity": 4 }]);
    ask(&window, "reservation_create", &json!({ "lines": lines, "forWhom": "R1" }));
    let stock = shop.call("stock_list", &json!({})).value();
    assert_eq!(stock["rows"][0]["available"], 6);
    assert!(shop.doctor_is_clean());
}

#[test]
fn a_program_waits_for_another_that_writes() {
    let shop = Shop::new();
    let other = Connection::open(&shop.store).expect("a connection");
    other.execute_batch("BEGIN IMMEDIATE").expect("the other writes");
    let product = json!({ "name": "Tea", "sku": "TEA-1", "price": "3.20" }).to_string();
    let program = shop.start(["call", "product_create", &product]);
    other.execute_batch("COMMIT").expect("the other is done");
    let run = ended(program);
    assert_eq!(run.value()["variants"][0]["sku"], "TEA-1");
}

#[test]
fn a_program_without_patience_says_busy() {
    let shop = Shop::new();
    let other = Connection::open(&shop.store).expect("a connection");
    other.execute_batch("BEGIN IMMEDIATE").expect("the other writes");
    let product = json!({ "name": "Tea", "sku": "TEA-1", "price": "3.20" }).to_string();
    shop.run(["--wait", "0", "call", "product_create", &product]).is_refused("BUSY");
    other.execute_batch("ROLLBACK").expect("the other is done");
    let found = shop.call("stock_list", &json!({})).value();
    assert_eq!(found["rows"], json!([]), "nothing was kept");
}
