//! `export orders` writes exactly what the list shows.

use super::shop::Shop;
use serde_json::{Value, json};
use std::path::Path;

/// What the list shows of each order, page by page.
fn listed(shop: &Shop, filter: &Value, sort: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut cursor = Value::Null;
    loop {
        let request = json!({ "filter": filter, "sort": sort, "limit": 23, "cursor": cursor });
        let page = shop.call("order_list", &request).value();
        for row in page["rows"].as_array().expect("rows") {
            let text = |field: &str| row[field].as_str().map_or_else(|| row[field].to_string(), str::to_owned);
            rows.push(
                ["number", "status", "priority", "customerName", "items", "total", "staffName"].map(text).to_vec(),
            );
        }
        cursor = page["next"].clone();
        if cursor.is_null() {
            return rows;
        }
    }
}

/// The same of the file.
fn exported(path: &Path) -> Vec<Vec<String>> {
    let mut file = csv::Reader::from_path(path).expect("a CSV file");
    let header = file.headers().expect("a header").clone();
    let places = ["number", "status", "priority", "customer", "items", "total", "staff"]
        .map(|name| header.iter().position(|column| column == name).expect("a column"));
    file.records()
        .map(|record| {
            let record = record.expect("a record");
            places.map(|place| record[place].to_owned()).to_vec()
        })
        .collect()
}

#[track_caller]
fn the_same(shop: &Shop, arguments: &[&str], filter: &Value, sort: &str) -> usize {
    let place = shop.path("orders.csv");
    let mut all = vec!["export", "orders", "--out", "orders.csv"];
    all.extend(arguments);
    let run = shop.run(all);
    let shown = listed(shop, filter, sort);
    assert_eq!(run.value()["rows"], json!(shown.len()), "{arguments:?}");
    assert_eq!(exported(&place), shown, "{arguments:?}");
    shown.len()
}

#[test]
fn the_file_holds_the_rows_of_the_list_in_their_order() {
    let shop = Shop::with_sample(20, 120);
    assert_eq!(the_same(&shop, &[], &json!({}), "newest"), 120);
    for sort in ["newest", "oldest", "highest_value", "lowest_value", "number", "number_desc"] {
        the_same(&shop, &["--sort", sort], &json!({}), sort);
    }
    let some = the_same(
        &shop,
        &["--status", "Pending,DELIVERED", "--min-total", "20", "--max-total", "250.50", "--sort", "highest-value"],
        &json!({ "status": ["pending", "delivered"], "minTotal": "20", "maxTotal": "250.50" }),
        "highest_value",
    );
    assert!(some > 0 && some < 120);
    let page = shop.call("order_list", &json!({ "filter": { "priority": ["normal"] }, "limit": 1 })).value();
    let customer = page["rows"][0]["customerName"].as_str().expect("a name").to_owned();
    let customer_id = page["rows"][0]["customerId"].clone();
    the_same(&shop, &["--customer", &customer], &json!({ "customerId": customer_id }), "newest");
    the_same(&shop, &["--priority", "high,urgent"], &json!({ "priority": ["high", "urgent"] }), "newest");
    the_same(&shop, &["--text", "galway"], &json!({ "text": "galway" }), "newest");
    let staff = shop.call("staff_list", &json!({})).value();
    let maja = staff["rows"].as_array().expect("rows").iter().find(|row| row["name"] == "Maja Nowak").expect("Maja");
    the_same(&shop, &["--staff", "maja nowak"], &json!({ "staffId": maja["id"] }), "newest");
}

#[test]
fn days_are_the_store_s_and_both_are_inclusive() {
    let shop = Shop::with_sample(10, 60);
    let all = listed(&shop, &json!({}), "oldest").len();
    let far = ["--from", "2000-01-01", "--to", "2100-01-01"];
    assert_eq!(the_same(&shop, &far, &json!({ "from": "2000-01-01", "to": "2100-01-01" }), "newest"), all);
    let none = ["--to", "2000-01-01"];
    assert_eq!(the_same(&shop, &none, &json!({ "to": "2000-01-01" }), "newest"), 0);
}

#[test]
fn what_cannot_be_filtered_is_refused_and_writes_nothing() {
    let shop = Shop::with_sample(5, 5);
    let place = shop.path("orders.csv");
    let refused: [(&[&str], &str); 6] = [
        (&["--status", "lost"], "VALIDATION"),
        (&["--from", "2026-02-30"], "VALIDATION"),
        (&["--from", "2026-03-01", "--to", "2026-02-01"], "VALIDATION"),
        (&["--min-total", "12,50"], "VALIDATION"),
        (&["--sort", "cheapest"], "VALIDATION"),
        (&["--customer", "Nobody at all"], "NOT_FOUND"),
    ];
    for (arguments, code) in refused {
        let mut all = vec!["export", "orders", "--out", "orders.csv"];
        all.extend(arguments);
        shop.run(all).is_refused(code);
        assert!(!place.exists(), "{arguments:?}");
    }
    shop.run(["export", "orders", "--out", "shop.stockroom"]).is_refused("DESTINATION_NOT_ALLOWED");
    shop.run(["export", "orders", "--out", "nowhere/orders.csv"]).is_refused("DESTINATION_NOT_ALLOWED");
}

/// A person who presses Ctrl-C while the file is being written.
#[cfg(unix)]
#[test]
fn an_interrupted_export_leaves_nothing_behind() {
    let shop = Shop::with_sample(3, 20);
    multiply_orders(&shop);
    let here = || -> Vec<String> {
        let entries = std::fs::read_dir(shop.path("")).expect("the folder");
        let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
        names.filter(|name| name.contains("orders.csv")).collect()
    };
    let mut program = shop.start(["export", "orders", "--out", "orders.csv"]);
    while here().is_empty() {
        assert!(program.try_wait().expect("it is our child").is_none(), "it ended before it wrote anything");
        std::thread::yield_now();
    }
    let pid = i32::try_from(program.id()).expect("a process id");
    // SAFETY: a signal to a child that was not waited for yet.
    #[expect(unsafe_code)]
    let sent = unsafe { libc::kill(pid, libc::SIGINT) };
    assert_eq!(sent, 0);
    super::shop::ended(program).is_refused("CANCELLED");
    assert_eq!(here(), Vec::<String>::new());
}

#[cfg(unix)]
fn multiply_orders(shop: &Shop) {
    let books = rusqlite::Connection::open(&shop.store).expect("the store");
    books
        .execute(
            "WITH RECURSIVE n (i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
             INSERT INTO orders (row_no, seq, id, number, status, priority, customer_id, customer_name,
               customer_email, customer_phone, location_id, fulfilment, address, promised_on, line_count, items, subtotal,
               discount, tax, total, note, rejection, hold_seconds, staff_id, created_at, status_at, row_version)
             SELECT i, i, randomblob(16), printf('2020-%06d', i), 'rejected', priority, customer_id,
               customer_name, customer_email, customer_phone, location_id, fulfilment, address, promised_on,
               line_count, items, subtotal, discount, tax, total, note, 'STOCK_INSUFFICIENT', hold_seconds, staff_id,
               created_at, status_at, row_version
             FROM n, orders WHERE orders.row_no = 1",
            [],
        )
        .expect("orders");
}
