//! The file that leaves the store: exactly what the screen shows, whole or not at all, and nothing a spreadsheet
//! would run.

mod support;

use serde_json::{Value, json};
use std::fs;
use support::ledger_of_orders::{Ledger, SORTS, every_mix, numbers};
use support::{Shop, text};

const HEADER: &str = "number,placed_at,status,priority,customer,email,lines,items,subtotal,discount,tax,total,currency,fulfilment,promised_on,staff,note,paid,due,returned";

fn export(shop: &Shop, filter: &Value, sort: &str) -> (Value, String) {
    let place = shop.folder().join("orders.csv");
    let token = shop.core.grant_destination(place.clone()).expect("a place");
    let request = json!({ "filter": filter, "sort": sort, "destination": token });
    let told = shop.call("orders_export", request).done();
    (told, fs::read_to_string(&place).expect("the file"))
}

/// A reader of RFC 4180, independent of the writer.
fn read_csv(content: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    let mut chars = content.chars().peekable();
    while let Some(c) = chars.next() {
        let row = rows.last_mut().expect("a row");
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                row.last_mut().expect("a cell").push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(String::new()),
            '\r' if !quoted && chars.peek() == Some(&'\n') => {
                chars.next();
                rows.push(vec![String::new()]);
            }
            other => row.last_mut().expect("a cell").push(other),
        }
    }
    assert!(!quoted, "a quote is left open");
    assert_eq!(rows.pop(), Some(vec![String::new()]), "the file ends with a line end");
    rows
}

#[test]
fn the_file_is_what_the_screen_shows_row_for_row() {
    let ledger = Ledger::of(300, |options| options);
    for (index, asked) in every_mix().iter().enumerate().step_by(11) {
        let sort = SORTS[index % SORTS.len()];
        let filter = ledger.request(asked);
        let shown = ledger.shop.all_pages("order_list", &json!({ "filter": filter, "sort": sort }), 200);
        let (told, content) = export(&ledger.shop, &filter, sort);
        let rows = read_csv(&content);
        assert_eq!(rows[0].join(","), HEADER);
        let written: Vec<String> = rows[1..].iter().map(|row| row[0].clone()).collect();
        assert_eq!(written, numbers(&shown), "{sort} {asked:?}");
        for (row, order) in rows[1..].iter().zip(&shown) {
            assert_eq!(row.len(), 20);
            let cells = [
                ("status", 2),
                ("priority", 3),
                ("customerName", 4),
                ("total", 11),
                ("staffName", 15),
                ("paid", 17),
                ("due", 18),
            ];
            for (field, cell) in cells {
                assert_eq!(row[cell], text(&order[field]), "{field}");
            }
            assert_eq!(
                (json!(row[6].parse::<i64>().ok()), json!(row[7].parse::<i64>().ok())),
                (order["lineCount"].clone(), order["items"].clone())
            );
        }
        assert_eq!((&told["rows"], &told["bytes"]), (&json!(shown.len()), &json!(content.len())));
    }
}

#[test]
fn a_row_is_written_to_the_letter() {
    let mut shop = Shop::open();
    shop.call("settings_update", json!({ "rowVersion": 1, "taxRateBp": 2300 })).done();
    shop.play("product tea 1.23\n receive tea 10 coffee 10\n tick 4h");
    let lines = shop.lines(&["tea", "3", "coffee", "2"]);
    shop.clock.advance_ms(5_678);
    let request = json!({
        "lines": lines, "customer": { "name": "O'Neill, \"Nora\"", "email": "nora@example.org" }, "priority": "urgent",
        "fulfilment": "delivery", "address": "12 Quay", "promisedOn": "2026-12-01", "note": "ring\ntwice",
    });
    shop.call("order_place", request).done();
    let (told, content) = export(&shop, &json!({}), "newest");
    let expected = format!(
        "{HEADER}\r\n2026-000001,2026-11-20 14:00:05,pending,urgent,\"O'Neill, \"\"Nora\"\"\",nora@example.org,2,5,5.69,0.00,1.06,5.69,EUR,delivery,2026-12-01,Owner,\"ring\ntwice\",0.00,5.69,0.00\r\n"
    );
    assert_eq!(content, expected);
    assert_eq!(told["fileName"], "orders.csv");
}

#[test]
fn the_file_tells_what_was_paid_what_is_due_and_what_came_back() {
    let mut shop = Shop::open();
    shop.play(
        "product tea 4.50
         receive tea 10
         order O1 tea 2 delivered
         pay O1 card
         return O1 1 1 sellable
         order O2 tea 1
         pay O2 cash 4.00
         order O3 tea 1
         pay O3 cash 4.00
         cancel O3",
    );
    let (_, content) = export(&shop, &json!({}), "number");
    let money: Vec<Vec<String>> = read_csv(&content)[1..].iter().map(|row| row[17..].to_vec()).collect();
    assert_eq!(money, [["9.00", "-4.50", "4.50"], ["4.00", "0.50", "0.00"], ["4.00", "-4.00", "0.00"]]);
}

#[test]
fn what_a_spreadsheet_would_run_is_guarded_and_numbers_stay_numbers() {
    let mut shop = Shop::open();
    shop.play("receive tea 100");
    let lines = shop.lines(&["tea", "1"]);
    let dangerous = ["=1+1", "+1", "-1", "@SUM(A1)", "'quoted", "=HYPERLINK(\"http://x\",\"y\")"];
    for text in dangerous {
        let request = json!({ "lines": lines, "customer": { "name": text }, "note": text });
        shop.call("order_place", request).done();
    }
    let (_, content) = export(&shop, &json!({}), "number");
    for (row, text) in read_csv(&content)[1..].iter().zip(dangerous) {
        for cell in [4, 16] {
            assert_eq!(row[cell], format!("'{text}"));
        }
        assert_eq!(row[11], "1.00");
    }
}

#[test]
fn an_export_is_in_the_audit_with_what_it_showed() {
    let mut shop = Shop::open();
    shop.play("receive tea 100\n order O1 tea 1\n order O2 tea 1 confirmed");
    let anchor = text(&shop.call("audit_verify", json!({})).done()["anchor"]);
    let (told, _) = export(&shop, &json!({ "status": ["PENDING"] }), "oldest");
    assert_eq!((&told["rows"], text(&told["auditAnchor"])), (&json!(1), anchor));
    let listed = shop.call("audit_list", json!({ "filter": { "actions": ["export_written"] } })).done();
    let entry = shop.call("audit_get", json!({ "seq": listed["rows"][0]["seq"] })).done();
    assert_eq!((&entry["newValue"]["rows"], &entry["newValue"]["file"]), (&json!(1), &json!("orders.csv")));
    assert_eq!(entry["newValue"]["filter"]["status"], json!(["pending"]));
}

#[test]
fn an_export_replaces_yesterdays_file_whole() {
    let mut shop = Shop::open();
    shop.play("receive tea 100\n order O1 tea 1");
    fs::write(shop.folder().join("orders.csv"), "x".repeat(1_000_000)).expect("yesterday's");
    let (_, content) = export(&shop, &json!({}), "newest");
    assert_eq!(read_csv(&content).len(), 2);
    let drafts: Vec<String> = fs::read_dir(shop.folder())
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains(".part"))
        .collect();
    assert_eq!(drafts, Vec::<String>::new());
}

#[test]
fn nothing_is_written_over_the_store_or_where_nothing_can_be() {
    let shop = Shop::open();
    let refused = |path: std::path::PathBuf| {
        let refusal = shop.core.grant_destination(path.clone()).expect_err(&path.display().to_string());
        assert_eq!(refusal.code(), "DESTINATION_NOT_ALLOWED");
    };
    let folder = shop.folder();
    for name in ["shop.stockroom", "shop.stockroom-wal", "shop.stockroom-shm", "shop.stockroom-lock"] {
        refused(folder.join(name));
    }
    fs::create_dir(folder.join("deep")).expect("a folder");
    refused(folder.join("deep/../shop.stockroom"));
    refused(folder.join("deep"));
    refused(folder.join("nowhere").join("orders.csv"));
    refused("/".into());
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&shop.path, folder.join("link.csv")).expect("a link");
        refused(folder.join("link.csv"));
        std::os::unix::fs::symlink(folder, folder.join("deep").join("same")).expect("a link");
        refused(folder.join("deep").join("same").join("shop.stockroom"));
    }
    assert_eq!(shop.core.destination_path("a token that nobody gave"), None);
}

/// The list is read at one moment: what is placed while the file is written is not in it, and the row count holds.
#[test]
fn an_export_tells_how_far_it_is_and_shows_one_moment() {
    let ledger = Ledger::of(9_000, |options| options);
    let shop = &ledger.shop;
    let told = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let (listener, core, session) = (told.clone(), shop.core.clone(), shop.session.clone());
    shop.core.on_progress(move |progress| {
        listener.lock().expect("the list").push((progress.done, progress.total));
        // Somebody sells in the middle of it.
        let made =
            core.dispatch(&session, "product_create", &support::new_id(), r#"{"name":"a","sku":"a","price":"1.00"}"#);
        assert!(made.contains("outcome"));
    });
    let (exported, content) = export(shop, &json!({}), "newest");
    assert_eq!(exported["rows"], 9_000);
    assert_eq!(read_csv(&content).len(), 9_001);
    let told = told.lock().expect("the list").clone();
    assert_eq!((told.first(), told.last()), (Some(&(0, 9_000)), Some(&(9_000, 9_000))));
    assert!(told.is_sorted());
}
