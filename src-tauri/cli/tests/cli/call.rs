//! `call`: any command, its answer as it is, and the exit code that says how it ended.

use super::shop::{Shop, run_of};
use serde_json::json;

const REQUEST_ID: &str = "01939000-0000-7000-8000-000000000001";

#[test]
fn a_command_answers_on_one_line() {
    let shop = Shop::new();
    let run = shop.run(["call", "stock_list", "{}", "--request-id", REQUEST_ID]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.json()["outcome"], "done");
    assert_eq!(run.json()["requestId"], REQUEST_ID);
    assert_eq!(run.out.lines().count(), 1);
}

#[test]
fn people_read_the_value_alone() {
    let shop = Shop::new();
    let output = shop.program().arg("--store").arg(&shop.store).args(["call", "settings_get"]).output().expect("a run");
    let run = run_of(output);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_eq!(run.json()["timeZone"], "Europe/Dublin");
}

#[test]
fn the_user_of_the_system_is_who_acts() {
    let shop = Shop::new();
    shop.stocked("TEA-1", 3);
    let page = shop.call("audit_list", &json!({ "limit": 1 })).value();
    assert_eq!(page["rows"][0]["actor"], "ada");
}

#[test]
fn what_is_no_json_or_no_text_is_refused() {
    let shop = Shop::new();
    shop.run(["call", "stock_list", "{"]).is_refused("BAD_JSON");
    shop.run_with_input(["call", "stock_list", "-"], b"{\"text\":\"\xff\xfe\"}").is_refused("BAD_JSON");
    shop.run_with_input(["call", "stock_list", "-"], &vec![b' '; (1 << 20) + 7]).is_refused("TOO_LARGE");
    shop.run(["call", "stock_lost"]).is_refused("UNKNOWN_COMMAND");
    shop.run(["call", "stock_list", r#"{"limt":3}"#]).is_refused("VALIDATION");
    shop.run(["call", "stock_list", "{}", "--request-id", "one"]).is_refused("VALIDATION");
}

#[cfg(unix)]
#[test]
fn an_argument_that_is_no_text_is_refused_like_any_other() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let request = OsStr::from_bytes(b"{\"text\":\"\xff\"}");
    Shop::new().run([OsStr::new("call"), OsStr::new("stock_list"), request]).is_refused("BAD_JSON");
}

#[test]
fn what_cannot_be_understood_ends_with_two() {
    let shop = Shop::new();
    for arguments in [&["frobnicate"][..], &["call"], &["chaos", "--processes", "0"], &["load-test", "--delay", "soon"]]
    {
        let run = shop.run(arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {run:?}");
        assert!(run.out.is_empty() && !run.err.is_empty(), "{run:?}");
    }
}

#[test]
fn the_same_request_gets_the_first_answer_again() {
    let shop = Shop::new();
    let variant = shop.stocked("TEA-1", 10);
    let hold = |quantity: i64| {
        let lines = json!([{ "variantId": variant, "quantity": quantity }]);
        let request = json!({ "lines": lines, "forWhom": "R1" }).to_string();
        shop.run(["call", "reservation_create", &request, "--request-id", REQUEST_ID])
    };
    let first = hold(3);
    assert_eq!(first.code, 0, "{first:?}");
    assert_eq!(hold(3).out, first.out);
    hold(4).is_refused("REQUEST_ID_REUSED");
    let stock = shop.call("stock_list", &json!({})).value();
    assert_eq!(stock["rows"][0]["available"], 7, "the hold was made once");
}

#[test]
fn an_order_kept_as_rejected_is_declined() {
    let shop = Shop::new();
    let variant = shop.stocked("TEA-1", 1);
    let request = json!({ "lines": [{ "variantId": variant, "quantity": 2 }], "onShortage": "reject" });
    let run = shop.call("order_place", &request);
    assert_eq!(run.code, 1, "{run:?}");
    assert_eq!(
        (&run.json()["outcome"], &run.json()["value"]["order"]["status"]),
        (&json!("declined"), &json!("rejected"))
    );
    assert!(run.err.contains("declined"), "{run:?}");
}

#[test]
fn a_shortage_names_the_figures() {
    let shop = Shop::new();
    let variant = shop.stocked("TEA-1", 1);
    let request = json!({ "lines": [{ "variantId": variant, "quantity": 2 }] });
    let run = shop.call("order_place", &request);
    run.is_refused("STOCK_INSUFFICIENT");
    assert!(run.err.contains("TEA-1: 2 requested, 1 free. 1 on the shelf"), "{run:?}");
    assert!(shop.doctor_is_clean());
}
