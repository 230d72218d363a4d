//! Payments are recorded, not processed: what was paid, what is due, what is given back.

mod support;

use serde_json::{Value, json};
use stockroom_core::kernel::Role;
use support::{Shop, new_id, text};

fn payments(shop: &Shop, name: &str) -> Vec<Value> {
    shop.order(name)["payments"].as_array().expect("payments").clone()
}

#[test]
fn an_order_is_paid_in_parts_until_nothing_is_due() {
    let mut shop = Shop::open();
    shop.play(
        "product tea 4.50
         receive tea 10
         order O1 tea 3
         paid O1 0.00 13.50
         pay O1 card 5.00
         paid O1 5.00 8.50
         confirm O1
         pay O1 transfer 3.50
         pay O1 cash
         paid O1 13.50 0.00
         pay O1 cash 0.01 -> PAYMENT_NOT_POSSIBLE
         process O1
         ship O1
         deliver O1
         paid O1 13.50 0.00
         doctor",
    );
    let told: Vec<String> = payments(&shop, "O1")
        .iter()
        .map(|paid| format!("{} {}", text(&paid["method"]), text(&paid["amount"])))
        .collect();
    assert_eq!(told, ["card 5.00", "transfer 3.50", "cash 5.00"]);
}

#[test]
fn cash_above_what_is_due_is_given_back_as_change() {
    let mut shop = Shop::open();
    shop.play(
        "product tea 4.50
         receive tea 10
         order O1 tea 3
         pay O1 cash 4.00 of 5.00
         paid O1 4.00 9.50
         pay O1 cash of 2.00
         paid O1 6.00 7.50
         pay O1 cash of 20.00
         paid O1 13.50 0.00",
    );
    let told: Vec<[Value; 3]> = payments(&shop, "O1")
        .into_iter()
        .map(|paid| ["amount", "tendered", "change"].map(|of| paid[of].clone()))
        .collect();
    let expected = [
        ["4.00", "5.00", "1.00"],
        // Less than is due: a part is paid, and nothing is given back.
        ["2.00", "2.00", "0.00"],
        ["7.50", "20.00", "12.50"],
    ];
    assert_eq!(told, expected.map(|row| row.map(|amount| json!(amount))));
    assert_eq!(payments(&shop, "O1")[0]["reason"], Value::Null);
}

#[test]
fn a_payment_that_cannot_be_is_refused_with_every_field_at_once() {
    let mut shop = Shop::open();
    shop.play("receive tea 10\n order O1 tea 3");
    let id = shop.order_id("O1");
    let fields = |payload: Value| -> Vec<String> {
        let mut request = json!({ "orderId": id });
        request.as_object_mut().expect("an object").extend(payload.as_object().expect("an object").clone());
        let refusal = shop.refuses("VALIDATION", "payment_record", request);
        refusal["fields"].as_array().expect("fields").iter().map(|field| text(&field["field"])).collect()
    };
    assert_eq!(fields(json!({ "method": "card", "amount": "0.00", "tendered": "5.00" })), ["amount", "tendered"]);
    assert_eq!(fields(json!({ "method": "cash", "amount": "2.00", "tendered": "1.99" })), ["tendered"]);
    assert_eq!(fields(json!({ "method": "cash", "amount": "-1.00" })).first().map(String::as_str), Some("amount"));
    assert_eq!(fields(json!({ "method": "cash", "amount": "1.005" })).first().map(String::as_str), Some("amount"));
    assert_eq!(fields(json!({ "method": "cash", "reference": "x".repeat(65) })), ["reference"]);
    assert_eq!(fields(json!({ "method": "cheque" })), ["method"]);
    shop.refuses("NOT_FOUND", "payment_record", json!({ "orderId": new_id(), "method": "cash" }));
    shop.refuses("CONFLICT", "payment_record", json!({ "orderId": id, "method": "cash", "rowVersion": 7 }));
}

#[test]
fn what_was_paid_for_an_order_that_is_not_kept_is_owed_to_the_customer() {
    let mut shop = Shop::open();
    shop.play(
        "product tea 4.50
         receive tea 10
         order O1 tea 3
         pay O1 card 10.00
         cancel O1
         paid O1 10.00 -10.00
         pay O1 card 1.00 -> PAYMENT_NOT_POSSIBLE
         refund O1 card 10.01 -> REFUND_TOO_LARGE
         refund O1 card 4.00
         refund O1 cash 6.00
         paid O1 0.00 0.00
         refund O1 cash 0.01 -> REFUND_TOO_LARGE
         order O2 tea 99 or reject -> declined
         paid O2 0.00 0.00
         pay O2 card -> PAYMENT_NOT_POSSIBLE
         doctor",
    );
    let refund = &payments(&shop, "O1")[2];
    assert_eq!(
        (&refund["kind"], &refund["reason"], &refund["change"]),
        (&json!("refund"), &json!("came back"), &Value::Null)
    );
}

#[test]
fn what_is_closed_short_or_comes_back_is_no_longer_due() {
    Shop::open().play(
        "product tea 4.50
         product coffee 10.00
         receive tea 10 coffee 10
         order O1 tea 2 coffee 2 confirmed
         pay O1 card
         paid O1 29.00 0.00
         close O1 2 1
         paid O1 29.00 -10.00
         refund O1 card 10.00
         paid O1 19.00 0.00
         send O1
         deliver O1
         return O1 1 1 damaged
         paid O1 19.00 -4.50
         pay O1 card -> PAYMENT_NOT_POSSIBLE
         refund O1 cash 4.50
         paid O1 14.50 0.00
         doctor",
    );
}

#[test]
fn a_payment_is_never_changed_or_deleted() {
    let mut shop = Shop::open();
    shop.play("receive tea 10\n order O1 tea 3\n pay O1 card 1.00\n refund O1 card 0.50");
    let conn = shop.tamper();
    for sql in ["UPDATE payment SET amount = 2", "DELETE FROM payment"] {
        let error = conn.execute(sql, []).expect_err(sql).to_string();
        assert!(error.contains("a payment is never"), "{sql}: {error}");
    }
    // A refund is an entry of its own; nothing takes the place of the payment.
    assert_eq!(payments(&shop, "O1").len(), 2);
}

#[test]
fn giving_money_back_takes_a_manager_and_a_reason() {
    let mut shop = Shop::open();
    shop.play("receive tea 10\n order O1 tea 3");
    let id = shop.order_id("O1");
    let pay = json!({ "orderId": id, "method": "card", "amount": "2.00" });
    shop.refuses_as(&shop.role(Role::Viewer), "FORBIDDEN", "payment_record", pay.clone());
    shop.call_as(&shop.role(Role::Clerk), &new_id(), "payment_record", &pay).done();
    let refund = |reason: &str| json!({ "orderId": id, "method": "card", "amount": "1.00", "reason": reason });
    let refusal = shop.refuses_as(&shop.role(Role::Clerk), "FORBIDDEN", "payment_refund", refund("so"));
    assert_eq!(refusal["needed"], "manager");
    let refusal = shop.refuses("VALIDATION", "payment_refund", refund("  "));
    assert_eq!(refusal["fields"][0]["field"], "reason");
    let buttons = |role: Role| {
        let order = shop.call_as(&shop.role(role), &new_id(), "order_get", &json!({ "id": id })).done();
        let actions = order["allowedActions"].as_array().expect("actions").clone();
        actions.iter().map(|action| text(&action["action"])).collect::<Vec<_>>()
    };
    assert!(!buttons(Role::Clerk).contains(&"refund".to_owned()));
    assert!(buttons(Role::Manager).contains(&"refund".to_owned()));
    shop.call_as(&shop.role(Role::Manager), &new_id(), "payment_refund", &refund("so")).done();
    shop.play("paid O1 1.00 2.00");
}

#[test]
fn a_payment_sent_twice_is_recorded_once() {
    let mut shop = Shop::open();
    shop.play("receive tea 10\n order O1 tea 3");
    let id = new_id();
    let pay = json!({ "orderId": shop.order_id("O1"), "method": "cash", "amount": "1.00", "tendered": "2.00" });
    let first = shop.call_as(&shop.session, &id, "payment_record", &pay);
    let again = shop.call_as(&shop.session, &id, "payment_record", &pay);
    assert_eq!(first.text, again.text);
    shop.play("paid O1 1.00 2.00\n doctor");
}

#[test]
fn the_story_and_the_audit_tell_of_money() {
    let mut shop = Shop::open();
    shop.play("product tea 4.50\n receive tea 10\n order O1 tea 2\n pay O1 cash of 20.00\n refund O1 transfer 4.50");
    let order = shop.order("O1");
    let money: Vec<[Value; 4]> = order["timeline"]
        .as_array()
        .expect("a timeline")
        .iter()
        .filter(|entry| !entry["amount"].is_null())
        .map(|entry| ["action", "amount", "method", "reason"].map(|of| entry[of].clone()))
        .collect();
    let expected = [
        [json!("refund_recorded"), json!("4.50"), json!("transfer"), json!("came back")],
        [json!("payment_recorded"), json!("9.00"), json!("cash"), Value::Null],
    ];
    assert_eq!(money, expected);
    let seq = order["timeline"][1]["auditSeq"].clone();
    let entry = shop.call("audit_get", json!({ "seq": seq })).done();
    assert_eq!(entry["oldValue"], json!({ "paid": "0.00", "due": "9.00" }));
    assert_eq!(
        (&entry["newValue"]["paid"], &entry["newValue"]["due"], &entry["newValue"]["payment"]["tendered"]),
        (&json!("9.00"), &json!("0.00"), &json!("20.00"))
    );
}

#[test]
fn the_doctor_adds_the_payments_up() {
    let mut shop = Shop::open();
    shop.play("receive tea 10\n order O1 tea 3\n pay O1 card 1.00");
    shop.tamper().execute("UPDATE orders SET paid = 200", []).expect("somebody mends by hand");
    let report = shop.call("doctor_run", json!({})).done();
    let sick: Vec<&Value> = report["checks"].as_array().expect("checks").iter().filter(|c| c["ok"] != true).collect();
    assert_eq!(sick.len(), 1, "{sick:#?}");
    assert_eq!(sick[0]["problems"], json!(["2026-000001: paid 200, payments 100"]));
}
