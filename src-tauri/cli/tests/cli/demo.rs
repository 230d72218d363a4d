//! `demo` and `info`.

use super::shop::{Shop, run_of};
use serde_json::{Value, json};

#[test]
fn a_sample_fills_a_new_store_with_clean_books() {
    let shop = Shop::with_sample(50, 500);
    assert!(shop.doctor_is_clean());
    let info = shop.run(["info"]);
    assert_eq!(info.code, 0, "{info:?}");
    let lines: Vec<Value> = info.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let [store, settings] = &lines[..] else { panic!("two answers: {info:?}") };
    assert_eq!((&store["value"]["counts"]["products"], &store["value"]["counts"]["orders"]), (&json!(50), &json!(500)));
    assert_eq!((&store["value"]["demo"], &settings["value"]["storeName"]), (&json!(true), &json!("Alder & Pine")));
}

#[test]
fn a_sample_never_goes_into_a_store_with_work_in_it() {
    let shop = Shop::with_sample(3, 5);
    shop.run(["demo"]).is_refused("DESTINATION_NOT_ALLOWED");
    Shop::new().run(["demo"]).is_refused("DESTINATION_NOT_ALLOWED");
}

#[test]
fn without_a_name_the_sample_lies_beside_the_usual_store() {
    let shop = Shop::empty();
    let run = run_of(shop.program().args(["demo", "--products", "3", "--orders", "2"]).output().expect("a run"));
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("demo.stockroom"), "{run:?}");
    let usual = run_of(shop.program().args(["--json", "doctor"]).output().expect("a run"));
    usual.is_refused("FILE_MISSING");
    assert!(usual.err.contains("stockroom.stockroom"), "{usual:?}");
}

#[test]
fn the_variable_names_the_real_store_and_the_sample_lies_beside_it() {
    let shop = Shop::empty();
    let mut program = shop.program();
    program.env("STOCKROOM_STORE", &shop.store).args(["demo", "--products", "3", "--orders", "2"]);
    let run = run_of(program.output().expect("a run"));
    assert_eq!(run.code, 0, "{run:?}");
    assert!(!shop.store.exists() && shop.path("demo.stockroom").exists(), "{run:?}");
}

#[test]
fn info_reads_well() {
    let shop = Shop::with_sample(3, 5);
    let run = run_of(shop.program().env("STOCKROOM_STORE", &shop.store).arg("info").output().expect("a run"));
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    for said in ["Alder & Pine (sample)", "0001_store", "journal wal", "SQLite 3."] {
        assert!(run.out.contains(said), "{said}: {run:?}");
    }
}
