//! Many people at one store at once.

mod support;

use serde_json::{Value, json};
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use support::{Shop, new_id};

const PEOPLE: usize = 50;

#[test]
fn fifty_at_once_never_promise_more_than_there_is() {
    let mut shop = Shop::open();
    shop.play("receive tea 5");
    let request = json!({ "lines": shop.lines(&["tea", "1"]) });
    let ready = Barrier::new(PEOPLE);
    let said: Vec<String> = std::thread::scope(|scope| {
        let people: Vec<_> = (0..PEOPLE)
            .map(|_| {
                scope.spawn(|| {
                    ready.wait();
                    shop.call("reservation_create", request.clone()).said().to_owned()
                })
            })
            .collect();
        people.into_iter().map(|person| person.join().expect("a thread")).collect()
    });
    let count = |word: &str| said.iter().filter(|said| *said == word).count();
    assert_eq!((count("ok"), count("STOCK_INSUFFICIENT")), (5, PEOPLE - 5), "{said:?}");
    shop.play("stock tea 5 5 0\n doctor");
}

/// Everybody works, holds lapse, the sweep runs, lists are read: all get answers, and the books are right.
#[test]
fn fifty_at_work_while_holds_lapse_and_lists_are_read() {
    const ROUNDS: usize = 12;
    let mut shop = Shop::open();
    shop.play("receive tea 40 coffee 40");
    let products = [shop.variant("tea"), shop.variant("coffee")];
    let working = AtomicBool::new(true);
    let (kept, refused) = (AtomicI64::new(0), AtomicI64::new(0));
    let shop_ref = &shop;
    std::thread::scope(|scope| {
        let people: Vec<_> = (0..PEOPLE)
            .map(|person| {
                let (products, kept, refused) = (&products, &kept, &refused);
                scope.spawn(move || {
                    for round in 0..ROUNDS {
                        let line =
                            |n: usize| json!({ "variantId": products[n % 2], "quantity": 1 + (person + round) % 3 });
                        // In both orders of products: two lines never wait for each other.
                        let lines = json!([line(person), line(person + 1)]);
                        let answer = match (person + round) % 4 {
                            0 | 1 => shop_ref
                                .call("reservation_create", json!({ "lines": lines, "ttlSeconds": 1 + round % 2 })),
                            2 => shop_ref.call("order_place", json!({ "lines": lines, "upTo": "confirmed" })),
                            _ => shop_ref.call("stock_receive", json!({ "lines": [line(person)] })),
                        };
                        match answer.said() {
                            "ok" => kept.fetch_add(1, Ordering::Relaxed),
                            "STOCK_INSUFFICIENT" => refused.fetch_add(1, Ordering::Relaxed),
                            other => panic!("{other}: {}", answer.text),
                        };
                    }
                })
            })
            .collect();
        scope.spawn(|| {
            while working.load(Ordering::Relaxed) {
                shop_ref.clock.advance_ms(100);
                shop_ref.core.sweep().expect("a sweep");
            }
        });
        scope.spawn(|| {
            while working.load(Ordering::Relaxed) {
                let page = shop_ref.call("stock_list", json!({})).done();
                for row in page["rows"].as_array().expect("rows") {
                    let figure = |field: &str| row[field].as_i64().expect("a figure");
                    assert!(figure("available") >= 0 && figure("reserved") >= 0, "{row}");
                    assert_eq!(figure("onHand") - figure("reserved"), figure("available"), "{row}");
                }
            }
        });
        for person in people {
            person.join().expect("a thread");
        }
        working.store(false, Ordering::Relaxed);
    });
    assert_eq!((kept.load(Ordering::Relaxed) + refused.load(Ordering::Relaxed)) as usize, PEOPLE * ROUNDS);
    assert!(kept.load(Ordering::Relaxed) > 50 && refused.load(Ordering::Relaxed) > 0);
    let answered = shop.number("SELECT count(*) FROM request");
    assert_eq!(answered, kept.load(Ordering::Relaxed) + 3, "with the two products and the first delivery");
    shop.doctor();
    shop.play("power cut\n doctor");
}

#[test]
fn one_order_is_confirmed_once_however_many_press_the_button() {
    let mut shop = Shop::open();
    shop.play("receive tea 100\n order O1 tea 7");
    let request = json!({ "id": shop.order_id("O1"), "to": "confirmed", "rowVersion": 1 });
    let ready = Barrier::new(PEOPLE);
    let said: Vec<String> = std::thread::scope(|scope| {
        let people: Vec<_> = (0..PEOPLE)
            .map(|_| {
                scope.spawn(|| {
                    ready.wait();
                    let answer = shop.call_as(&shop.session, &new_id(), "order_transition", &request);
                    answer.said().to_owned()
                })
            })
            .collect();
        people.into_iter().map(|person| person.join().expect("a thread")).collect()
    });
    assert_eq!(said.iter().filter(|said| *said == "ok").count(), 1, "{said:?}");
    assert_eq!(said.iter().filter(|said| *said == "ORDER_TRANSITION_NOT_ALLOWED").count(), PEOPLE - 1, "{said:?}");
    shop.play("stock tea 100 7 93\n doctor");
}

/// Two programs on one file: each sees what the other did, and neither promises the other's units.
#[test]
fn two_programs_share_one_file() {
    let mut shop = Shop::open();
    shop.play("receive tea 10");
    let request: Value = json!({ "lines": shop.lines(&["tea", "1"]) });
    let other = stockroom_core::Core::open(support::options(&shop.path, &shop.clock).create(false)).expect("it opens");
    let session = other.owner_session();
    let kept: usize = std::thread::scope(|scope| {
        let here =
            scope.spawn(|| (0..10).filter(|_| shop.call("reservation_create", request.clone()).said() == "ok").count());
        let there = scope.spawn(|| {
            let call = || other.dispatch(&session, "reservation_create", &new_id(), &request.to_string());
            (0..10).filter(|_| support::Answer::parse(call()).said() == "ok").count()
        });
        here.join().expect("a thread") + there.join().expect("a thread")
    });
    assert_eq!(kept, 10);
    drop(other);
    shop.play("stock tea 10 10 0\n doctor");
}
