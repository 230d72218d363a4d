//! Stock is never oversold, however many ask at once.

use super::shop::Shop;
use serde_json::json;

#[track_caller]
fn five_of_fifty(arguments: &[&str]) {
    let run = Shop::empty().run(arguments);
    assert_eq!(run.code, 0, "{run:?}");
    let told = run.json();
    assert_eq!(told["held"], 5);
    assert_eq!(told["refused"], json!({ "STOCK_INSUFFICIENT": 45 }));
    assert_eq!((&told["reserved"], &told["available"], &told["onHand"]), (&json!(5), &json!(0), &json!(5)));
    assert_eq!((&told["doctor"], &told["kept"]), (&json!(true), &json!(true)));
}

#[test]
fn fifty_processes_want_five_units() {
    five_of_fifty(&["chaos", "--processes", "50", "--stock", "5"]);
}

#[test]
fn fifty_threads_want_five_units() {
    five_of_fifty(&["chaos", "--processes", "50", "--stock", "5", "--threads"]);
}

#[test]
fn fewer_callers_than_units_all_get_one() {
    let run = Shop::empty().run(["chaos", "--processes", "3", "--stock", "7"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!((run.json()["held"].clone(), run.json()["available"].clone()), (json!(3), json!(4)));
}

#[test]
fn a_load_test_ends_with_clean_books() {
    let run = Shop::empty().run(["load-test", "--orders", "60", "--threads", "6", "--delay", "0"]);
    assert_eq!(run.code, 0, "{run:?}");
    let told = run.json();
    let short = told["refused"]["STOCK_INSUFFICIENT"].as_i64().unwrap_or(0);
    assert_eq!(told["placed"].as_i64().expect("a number") + short, 60);
    assert_eq!((&told["doctor"], &told["incidents"]), (&json!(true), &json!([])));
}
