//! The store file: made, copied, and refused in its own words where it is not what it should be.

use super::shop::{Shop, bytes};
use rusqlite::Connection;
use serde_json::json;
use std::fs::File;

#[test]
fn a_new_store_is_made_once() {
    let shop = Shop::empty();
    let made = shop.run(["init", "--name", "Alder & Pine", "--currency", "jpy", "--time-zone", "Asia/Tokyo"]);
    assert_eq!(made.code, 0, "{made:?}");
    let settings = shop.call("settings_get", &json!({})).value();
    assert_eq!(
        (&settings["storeName"], &settings["currency"], &settings["timeZone"]),
        (&json!("Alder & Pine"), &json!("JPY"), &json!("Asia/Tokyo"))
    );
    let before = bytes(&shop.store);
    shop.run(["init"]).is_refused("DESTINATION_NOT_ALLOWED");
    assert!(bytes(&shop.store) == before, "a store that is there is left as it is");
}

#[test]
fn a_new_store_needs_a_real_currency_and_zone() {
    let shop = Shop::empty();
    shop.run(["init", "--currency", "euros"]).is_refused("VALIDATION");
    shop.run(["init", "--time-zone", "Ireland/Galway"]).is_refused("VALIDATION");
    assert!(!shop.store.exists());
}

#[test]
fn a_missing_store_is_not_made_by_asking() {
    let shop = Shop::empty();
    shop.call("stock_list", &json!({})).is_refused("FILE_MISSING");
    shop.run(["doctor"]).is_refused("FILE_MISSING");
    assert!(!shop.store.exists());
}

#[test]
fn a_store_that_may_not_be_written_is_named() {
    let shop = Shop::new();
    let mut permissions = std::fs::metadata(&shop.store).expect("a file").permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&shop.store, permissions).expect("it may be locked");
    shop.call("stock_list", &json!({})).is_refused("FILE_READ_ONLY");
}

#[test]
fn what_is_no_store_is_left_as_it_is() {
    let shop = Shop::empty();
    std::fs::write(&shop.store, "Dear diary, today I opened a shop.\n".repeat(20)).expect("a file");
    let before = bytes(&shop.store);
    shop.call("stock_list", &json!({})).is_refused("FILE_NOT_A_STORE");
    assert!(bytes(&shop.store) == before);

    std::fs::remove_file(&shop.store).expect("it goes");
    let other = Connection::open(&shop.store).expect("a database of something else");
    other.execute_batch("CREATE TABLE song (name TEXT)").expect("a table");
    drop(other);
    shop.call("stock_list", &json!({})).is_refused("FILE_NOT_A_STORE");

    std::fs::remove_file(&shop.store).expect("it goes");
    std::fs::create_dir(&shop.store).expect("a folder");
    shop.call("stock_list", &json!({})).is_refused("FILE_NOT_A_STORE");
}

#[test]
fn a_store_of_a_newer_program_is_not_touched() {
    let shop = Shop::new();
    let newer = Connection::open(&shop.store).expect("a connection");
    newer.pragma_update(None, "user_version", 999).expect("a newer schema");
    drop(newer);
    let before = bytes(&shop.store);
    let run = shop.call("stock_list", &json!({}));
    run.is_refused("FILE_TOO_NEW");
    assert_eq!(run.json()["refusal"]["fileVersion"], 999);
    assert!(bytes(&shop.store) == before);
}

#[test]
fn a_store_that_another_program_keeps_to_itself_is_locked() {
    let shop = Shop::new();
    let other = Connection::open(&shop.store).expect("a connection");
    other
        .execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; UPDATE setting SET hold_seconds = 5; COMMIT")
        .expect("alone");
    shop.call("stock_list", &json!({})).is_refused("FILE_LOCKED");
    drop(other);
    assert_eq!(shop.call("stock_list", &json!({})).code, 0);
}

#[test]
fn a_store_that_is_being_restored_is_locked() {
    let shop = Shop::new();
    let lock = File::options().write(true).open(shop.path("shop.stockroom-lock")).expect("the lock file");
    lock.lock().expect("alone");
    shop.call("stock_list", &json!({})).is_refused("FILE_LOCKED");
}

#[test]
fn a_backup_is_a_store_of_its_own() {
    let shop = Shop::with_sample(12, 40);
    let copy = shop.path("copy.stockroom");
    let run = shop.run(["backup", "--out", "copy.stockroom"]);
    assert_eq!(run.value()["verified"], json!(true));
    let copied = Shop::of_file(copy);
    assert!(copied.doctor_is_clean());
    assert_eq!(copied.run(["audit", "verify"]).code, 0);
    let orders = |shop: &Shop| shop.call("order_list", &json!({ "limit": 200 })).value();
    assert_eq!(orders(&copied), orders(&shop));
}

#[test]
fn a_backup_never_goes_over_the_store() {
    let shop = Shop::new();
    shop.run(["backup", "--out", "shop.stockroom"]).is_refused("DESTINATION_NOT_ALLOWED");
    shop.run(["backup", "--out", "shop.stockroom-wal"]).is_refused("DESTINATION_NOT_ALLOWED");
    shop.run(["backup", "--out", "nowhere/copy.stockroom"]).is_refused("DESTINATION_NOT_ALLOWED");
    assert!(shop.doctor_is_clean());
}

#[test]
fn a_closed_store_is_one_whole_file() {
    let shop = Shop::with_sample(12, 40);
    let moved = Shop::empty();
    std::fs::copy(&shop.store, &moved.store).expect("the file alone is copied");
    let counts = moved.run(["call", "store_info"]).value()["counts"].clone();
    assert_eq!((&counts["products"], &counts["orders"]), (&json!(12), &json!(40)));
    assert!(moved.doctor_is_clean());
}
