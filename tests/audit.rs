//! Who did what, when, before and after; and that nobody rewrites it unseen.

mod support;

use rusqlite::Connection;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use support::{Shop, column, new_id, text};

fn entries(shop: &Shop, filter: Value) -> Vec<Value> {
    let mut rows = shop.all_pages("audit_list", &json!({ "filter": filter }), 50);
    rows.reverse();
    rows
}

fn verify(shop: &Shop) -> Value {
    shop.call("audit_verify", json!({})).done()
}

/// The file altered by somebody with a SQL tool: the triggers are in the way until they are dropped, and put back.
fn alter(shop: &Shop, sql: &str) {
    let conn = shop.tamper();
    let triggers: Vec<String> = column(&conn, "SELECT sql FROM sqlite_schema WHERE type = 'trigger'");
    let names: Vec<String> = column(&conn, "SELECT name FROM sqlite_schema WHERE type = 'trigger'");
    for name in names {
        conn.execute_batch(&format!("DROP TRIGGER {name}")).expect("dropped");
    }
    conn.execute_batch(sql).expect("altered");
    for trigger in triggers {
        conn.execute_batch(&trigger).expect("put back");
    }
}

#[test]
fn a_change_says_who_what_when_before_and_after() {
    let mut shop = Shop::open();
    shop.play("receive tea 10\n tick 1h");
    let tea = shop.variant("tea");
    let maja = shop.core.os_user_session("maja").expect("a member of staff");
    let id = new_id();
    let adjust = json!({ "variantId": tea, "delta": -2, "reason": "damaged", "note": "fell down" });
    shop.call_as(&maja, &id, "stock_adjust", &adjust).done();

    let found = entries(&shop, json!({ "requestId": id }));
    assert_eq!(found.len(), 1);
    let row = &found[0];
    let expected = json!({
        "actor": "maja", "action": "stock_adjusted", "objectType": "variant", "objectId": tea, "objectLabel": "tea",
        "at": shop.core.clock().now().0, "reason": "damaged: fell down", "requestId": id,
        "changedFields": ["delta", "onHand"],
    });
    for (field, value) in expected.as_object().expect("fields") {
        assert_eq!(&row[field], value, "{field}");
    }
    let entry = shop.call("audit_get", json!({ "seq": row["seq"] })).done();
    assert_eq!(
        (&entry["oldValue"], &entry["newValue"]),
        (&json!({ "onHand": 10 }), &json!({ "onHand": 8, "delta": -2 }))
    );
}

/// Every command that changes something leaves at least one entry, all of its entries carry its request id, and a
/// refused one leaves none.
#[test]
fn every_command_that_changes_something_is_in_the_audit() {
    let mut shop = Shop::open();
    let before = shop.number("SELECT count(*) FROM audit_entry");
    shop.play(
        "receive tea 10 coffee 5
         adjust tea -1 lost
         hold R1 tea 1 coffee 1
         extend R1 60s
         release R1
         hold R2 tea 1
         order O1 tea 1 from R2
         confirm O1
         close O1 1 1
         cancel O1
         order O2 tea 1
         cancel O2
         order O3 tea 99 or reject -> declined
         order O4 tea 1 delivered
         order O5 tea 99 -> STOCK_INSUFFICIENT
         pay O4 card
         return O4 1 1 sellable
         refund O4 card 1.00",
    );
    let id = shop.product_id("coffee");
    shop.call("product_update", json!({ "id": id, "rowVersion": 1, "name": "Coffee" })).done();
    shop.call("settings_update", json!({ "rowVersion": 1, "storeName": "Alder" })).done();
    let silent: Vec<String> = column(
        &shop.look(),
        "SELECT command FROM request WHERE NOT EXISTS (SELECT 1 FROM audit_entry WHERE request_id = request.id)",
    );
    assert_eq!(silent, Vec::<String>::new());
    assert_eq!(
        shop.number(&format!("SELECT count(*) FROM audit_entry WHERE seq > {before} AND request_id IS NULL")),
        0
    );
    let actions: Vec<String> = column(&shop.look(), "SELECT DISTINCT action FROM audit_entry ORDER BY action");
    let expected = [
        "customer_created",
        "order_created",
        "order_edited",
        "order_rejected",
        "order_returned",
        "order_shipped",
        "order_status_changed",
        "payment_recorded",
        "product_created",
        "product_updated",
        "refund_recorded",
        "reservation_consumed",
        "reservation_created",
        "reservation_extended",
        "reservation_released",
        "settings_updated",
        "staff_created",
        "stock_adjusted",
        "stock_received",
        "store_created",
    ];
    assert_eq!(actions, expected);
    assert_eq!(verify(&shop)["intact"], true);
}

#[test]
fn an_order_tells_its_story_step_by_step() {
    let mut shop = Shop::open();
    shop.play("receive tea 10\n order O1 tea 2\n tick 5m\n confirm O1\n process O1\n ship O1\n deliver O1");
    let steps: Vec<(Value, Value)> = entries(&shop, json!({ "objectId": shop.order_id("O1") }))
        .iter()
        .map(|row| (row["summary"]["from"].clone(), row["summary"]["to"].clone()))
        .filter(|(_, to)| !to.is_null())
        .collect();
    let expected = [
        (Value::Null, json!("pending")),
        (json!("pending"), json!("confirmed")),
        (json!("confirmed"), json!("processing")),
        (json!("processing"), json!("shipped")),
        (json!("shipped"), json!("delivered")),
    ];
    assert_eq!(steps, expected);
}

#[test]
fn the_audit_is_found_by_what_one_remembers() {
    let mut shop = Shop::open();
    shop.play("receive tea 10\n tick 1d\n adjust tea -1 damaged\n tick 1d\n order Nora tea 1");
    let count = |filter: Value| {
        let listed = entries(&shop, filter.clone()).len();
        let counted = shop.call("audit_count", json!({ "filter": filter })).done();
        assert_eq!((&counted["count"], &counted["exact"]), (&json!(listed), &json!(true)));
        listed
    };
    assert_eq!(count(json!({ "from": "2026-11-21", "to": "2026-11-21" })), 1);
    assert_eq!(count(json!({ "from": "2026-11-21" })), 4, "the adjustment, the customer, the order and its hold");
    assert_eq!(count(json!({ "text": "damaged" })), 1);
    assert_eq!(count(json!({ "text": "NORA", "actions": ["order_created"] })), 1);
    assert_eq!(count(json!({ "objectType": "order" })), 1);
    assert_eq!(count(json!({ "actor": "system" })), 3);
    assert_eq!(count(json!({ "text": "100%" })), 0);
    let facets = shop.call("audit_facets", json!({})).done();
    assert_eq!(facets["actors"], json!(["Owner", "system"]));
    assert!(facets["actions"].as_array().expect("actions").contains(&json!("stock_adjusted")));
}

#[test]
fn sql_may_neither_change_nor_delete_what_was_written() {
    let mut shop = Shop::open();
    shop.play("receive tea 10");
    let conn = shop.tamper();
    for sql in [
        "UPDATE audit_entry SET actor = 'nobody'",
        "UPDATE audit_entry SET seq = seq + 100",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_entry WHERE seq = 1",
        "UPDATE stock_movement SET on_hand_delta = 99",
        "DELETE FROM stock_movement",
        "REPLACE INTO stock_movement SELECT * FROM stock_movement",
        "REPLACE INTO audit_entry SELECT * FROM audit_entry",
    ] {
        conn.pragma_update(None, "recursive_triggers", true).expect("REPLACE deletes by the triggers too");
        let error = conn.execute_batch(sql).expect_err(sql).to_string();
        assert!(error.contains("never changed") || error.contains("never deleted"), "{sql}: {error}");
    }
    drop(conn);
    assert_eq!(verify(&shop)["intact"], true);
}

#[test]
fn an_alteration_is_seen_and_where() {
    for (sql, first_bad) in [
        ("UPDATE audit_entry SET actor = 'nobody' WHERE seq = 5", 5),
        ("UPDATE audit_entry SET at = at + 1 WHERE seq = 4", 4),
        ("UPDATE audit_entry SET new_value = replace(new_value, '10', '11') WHERE seq = 5", 5),
        ("UPDATE audit_entry SET reason = '' WHERE seq = 5", 5),
        ("UPDATE audit_entry SET request_id = NULL WHERE seq = 5", 5),
        ("DELETE FROM audit_entry WHERE seq = 5", 5),
        ("DELETE FROM audit_entry WHERE seq = 1", 1),
        ("UPDATE audit_entry SET seq = 1000 WHERE seq = 5", 5),
        ("UPDATE audit_entry SET prev_hash = zeroblob(32) WHERE seq = 5", 5),
        ("UPDATE audit_entry SET hash = zeroblob(32) WHERE seq = 5", 5),
    ] {
        let mut shop = Shop::open();
        shop.play("receive tea 10\n hold R1 tea 1");
        assert_eq!(verify(&shop)["intact"], true);
        alter(&shop, sql);
        let verdict = verify(&shop);
        assert_eq!(
            (&verdict["intact"], &verdict["firstBadSeq"]),
            (&json!(false), &json!(first_bad)),
            "{sql}: {verdict}"
        );
        let report = shop.call("doctor_run", json!({})).done();
        assert_eq!(report["ok"], false, "the doctor sees it too");
    }
}

/// Somebody who knows how entries are sealed can make a chain that joins. It does not end where the old one did.
#[test]
fn a_chain_that_was_sealed_again_is_seen_against_a_noted_anchor() {
    let mut shop = Shop::open();
    shop.play("receive tea 10\n hold R1 tea 1");
    let noted = text(&verify(&shop)["anchor"]);
    assert_eq!(text(&shop.call("store_info", json!({})).done()["auditAnchor"]), noted);

    // The last entry goes and the one before it becomes the end: nothing in the file says otherwise.
    alter(&shop, "DELETE FROM audit_entry WHERE seq = (SELECT max(seq) FROM audit_entry)");
    let cut = verify(&shop);
    assert_eq!(cut["intact"], true, "the file alone cannot tell");
    assert_ne!(text(&cut["anchor"]), noted, "the anchor that was written down can");

    alter(&shop, "UPDATE audit_entry SET new_value = replace(new_value, '10', '12') WHERE seq = 5");
    assert_eq!(verify(&shop)["intact"], false);
    seal_again(&shop);
    let sealed = verify(&shop);
    assert_eq!(sealed["intact"], true, "every entry joins the one before it again");
    assert!(text(&sealed["anchor"]) != noted && sealed["anchor"] != cut["anchor"]);
}

/// Every entry's hash made anew, as docs and `audit/chain.rs` say it is made.
fn seal_again(shop: &Shop) {
    let conn = shop.tamper();
    let mut prev = [0_u8; 32];
    let mut sealed = Vec::new();
    let mut statement = conn
        .prepare(
            "SELECT seq, at, actor, actor_id, approver, action, object_type, object_id, object_label, old_value,
                    new_value, reason, request_id, batch_id
             FROM audit_entry ORDER BY seq",
        )
        .expect("a statement");
    let mut rows = statement.query([]).expect("entries");
    while let Some(row) = rows.next().expect("an entry") {
        let mut digest = Sha256::new();
        digest.update(prev);
        for number in [0, 1] {
            digest.update(row.get::<_, i64>(number).expect("a number").to_be_bytes());
        }
        for field in 2..14 {
            match row.get_ref(field).expect("a field").as_bytes_or_null().expect("bytes") {
                None => digest.update(u64::MAX.to_be_bytes()),
                Some(bytes) => {
                    digest.update((bytes.len() as u64).to_be_bytes());
                    digest.update(bytes);
                }
            }
        }
        let before = std::mem::replace(&mut prev, digest.finalize().into());
        sealed.push(format!(
            "UPDATE audit_entry SET prev_hash = x'{}', hash = x'{}' WHERE seq = {};",
            hex(&before),
            hex(&prev),
            row.get::<_, i64>(0).expect("a number")
        ));
    }
    alter(shop, &sealed.concat());
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_doctor_sees_figures_that_were_changed_by_hand() {
    for (sql, said) in [
        ("UPDATE stock_balance SET on_hand = 11", "balances equal the sums of their movements"),
        ("UPDATE stock_balance SET reserved = 0", "reserved units equal active holds and open allocations"),
        ("UPDATE reservation SET quantity = 2", "reserved units equal active holds and open allocations"),
        ("DELETE FROM stock_movement WHERE seq = 1", "each movement continues the one before it"),
        ("UPDATE orders SET total = 999", "order totals equal their lines"),
        ("UPDATE orders SET status = 'shipped'", "orders moved only along the table of transitions"),
        ("UPDATE allocation SET shipped = 0", "allocations fit their orders"),
        (
            "INSERT INTO order_transition VALUES ('shipped', 'pending', 'person')",
            "the table of transitions is the program's",
        ),
        ("CREATE TABLE notes (text TEXT)", "the schema is what the migrations make"),
        ("PRAGMA foreign_keys = OFF; DELETE FROM customer", "references lead somewhere"),
    ] {
        let mut shop = Shop::open();
        shop.play("receive tea 10\n hold R1 tea 3\n order O1 tea 1 delivered\n order O2 tea 1 delivered\n doctor");
        alter(&shop, sql);
        let report = shop.call("doctor_run", json!({})).done();
        let sick: Vec<String> = report["checks"]
            .as_array()
            .expect("checks")
            .iter()
            .filter(|check| check["ok"] == false)
            .map(|check| text(&check["name"]))
            .collect();
        assert!(sick.iter().any(|name| name == said), "{sql}: {sick:?}");
        assert_eq!(report["ok"], false);
    }
}

#[test]
fn a_backup_holds_everything_and_its_anchor() {
    let mut shop = Shop::open();
    shop.play("receive tea 10\n hold R1 tea 1");
    let anchor = text(&verify(&shop)["anchor"]);
    let place = shop.folder().join("copy.stockroom");
    let token = shop.core.grant_destination(place.clone()).expect("a place");
    let written = shop.call("backup_now", json!({ "destination": token })).done();
    assert_eq!(written["verified"], true);
    let copy = Connection::open(&place).expect("the copy");
    let entries: i64 = copy.query_row("SELECT count(*) FROM audit_entry", [], |row| row.get(0)).expect("a count");
    assert_eq!(entries, shop.number("SELECT count(*) FROM audit_entry") - 1, "all but the backup's own entry");
    drop(copy);
    let core = stockroom_core::Core::open(support::options(&place, &shop.clock).create(false)).expect("it opens");
    support::doctor(&core);
    let verdict = support::Answer::parse(core.dispatch(&core.owner_session(), "audit_verify", &new_id(), "{}")).done();
    assert_eq!(text(&verdict["anchor"]), anchor);
}
