//! A request that comes twice: the first answer again, and nothing done twice.

mod support;

use serde_json::json;
use support::{Answer, Shop, new_id};

#[test]
fn the_same_request_again_gets_the_same_answer_and_does_nothing() {
    let mut shop = Shop::open();
    let lines = shop.lines(&["tea", "3"]);
    let id = new_id();
    let first = shop.call_as(&shop.session, &id, "stock_receive", &json!({ "lines": lines }));
    shop.clock.advance_ms(3_600_000);
    let before = shop.everything();
    let again = shop.call_as(&shop.session, &id, "stock_receive", &json!({ "lines": lines }));
    assert_eq!(again.text, first.text);
    shop.nothing_changed_since(&before, "a request came again");
    shop.play("stock tea 3 0 3");
}

#[test]
fn it_is_the_same_request_however_it_is_spelled() {
    let mut shop = Shop::open();
    let variant = shop.variant("tea");
    let id = new_id();
    let send = |payload: String| Answer::parse(shop.core.dispatch(&shop.session, "stock_receive", &id, &payload));
    let first = send(format!(r#"{{"lines":[{{"variantId":"{variant}","quantity":3}}],"note":"x"}}"#));
    let again = send(format!(
        "{{ \"note\": \"\\u0078\",\n \"lines\": [ {{ \"quantity\": 3, \"variantId\": \"{}\" }} ] }}",
        variant.to_uppercase()
    ));
    assert_eq!(again.text, first.text);
    send(format!(r#"{{"lines":[{{"variantId":"{variant}","quantity":3}}],"note":"y"}}"#)).refused("REQUEST_ID_REUSED");
}

#[test]
fn another_payload_command_or_person_under_a_used_id_is_refused() {
    let mut shop = Shop::open();
    let lines = shop.lines(&["tea", "3"]);
    let other = shop.lines(&["tea", "4"]);
    let maja = shop.core.os_user_session("maja").expect("a member of staff");
    let id = new_id();
    shop.call_as(&shop.session, &id, "stock_receive", &json!({ "lines": lines })).done();
    let before = shop.everything();
    for (session, command, request) in [
        (&shop.session, "stock_receive", json!({ "lines": other })),
        (&shop.session, "reservation_create", json!({ "lines": lines })),
        (&maja, "stock_receive", json!({ "lines": lines })),
    ] {
        let refusal = shop.call_as(session, &id, command, &request).refused("REQUEST_ID_REUSED");
        assert_eq!(refusal["command"], "stock_receive");
    }
    shop.nothing_changed_since(&before, "others came under a used id");
}

#[test]
fn a_declined_order_is_an_answer_too() {
    let mut shop = Shop::open();
    let lines = shop.lines(&["tea", "3"]);
    let id = new_id();
    let request = json!({ "lines": lines, "onShortage": "reject" });
    let first = shop.call_as(&shop.session, &id, "order_place", &request);
    first.clone().declined();
    shop.play("receive tea 10");
    assert_eq!(shop.call_as(&shop.session, &id, "order_place", &request).text, first.text);
    assert_eq!(shop.number("SELECT count(*) FROM orders"), 1);
}

/// A refusal is not kept: the same request may succeed once what was in the way is gone.
#[test]
fn a_refused_request_may_be_sent_again() {
    let mut shop = Shop::open();
    let lines = shop.lines(&["tea", "3"]);
    let id = new_id();
    shop.call_as(&shop.session, &id, "reservation_create", &json!({ "lines": lines })).refused("STOCK_INSUFFICIENT");
    shop.play("receive tea 3");
    shop.call_as(&shop.session, &id, "reservation_create", &json!({ "lines": lines })).done();
    shop.play("stock tea 3 3 0");
}

#[test]
fn an_answer_outlives_the_program() {
    let mut shop = Shop::open();
    let lines = shop.lines(&["tea", "3"]);
    let id = new_id();
    let first = shop.call_as(&shop.session, &id, "stock_receive", &json!({ "lines": lines }));
    shop.play("reopen");
    assert_eq!(shop.call_as(&shop.session, &id, "stock_receive", &json!({ "lines": lines })).text, first.text);
    shop.play("power cut");
    assert_eq!(shop.call_as(&shop.session, &id, "stock_receive", &json!({ "lines": lines })).text, first.text);
    shop.play("stock tea 3 0 3");
}

#[test]
fn many_at_once_under_one_id_are_one() {
    let mut shop = Shop::open();
    let request = json!({ "lines": shop.lines(&["tea", "3"]) });
    let id = new_id();
    let answers: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..16).map(|_| scope.spawn(|| shop.call_as(&shop.session, &id, "stock_receive", &request).text)).collect();
        threads.into_iter().map(|thread| thread.join().expect("a thread")).collect()
    });
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
    shop.play("stock tea 3 0 3\n doctor");
}
