//! Many orders at once: they come to what they would have come to one by one, a short one takes nothing, all or nothing
//! means it, and a crash in the middle leaves none of them.

mod support;

use serde_json::{Value, json};
use std::fs;
use std::sync::{Mutex, mpsc};
use support::Shop;

/// Goods in the store, with a tier and somebody in it.
fn furnish(shop: &mut Shop) {
    shop.play("receive tea 40\n receive coffee 25\n receive cup 3");
}

fn bulk(orders: &[Value], how: Value) -> Value {
    let mut request = json!({ "orders": orders });
    for (field, value) in how.as_object().expect("fields") {
        request[field] = value.clone();
    }
    request
}

fn orders(shop: &mut Shop) -> Vec<Value> {
    let mut order = |lines: &[&str], more: Value| {
        let mut order = json!({ "lines": shop.lines(lines) });
        for (field, value) in more.as_object().expect("fields") {
            order[field] = value.clone();
        }
        order
    };
    vec![
        order(&["tea", "4", "coffee", "2"], json!({ "customer": { "name": "Ada Long", "email": "ada@example.com" } })),
        order(&["cup", "2"], json!({ "priority": "high", "note": "ring first" })),
        order(&["cup", "2", "tea", "1"], json!({})),
        order(
            &["tea", "30"],
            json!({ "fulfilment": "delivery", "address": "Main Street 1", "promisedOn": "2026-12-01" }),
        ),
        order(&["coffee", "23"], json!({ "customer": { "name": "Ida Short" } })),
        order(&["tea", "7"], json!({})),
    ]
}

/// What the books say of orders and stock, without what each order is called by the machine.
fn books(shop: &Shop) -> Vec<String> {
    let conn = shop.look();
    let mut told: Vec<String> = support::column(
        &conn,
        "SELECT number || ' ' || status || ' ' || priority || ' ' || coalesce(hex(customer_id), '-') || ' ' || customer_name
                || ' ' || customer_email || ' ' || fulfilment || ' ' || address || ' ' || coalesce(promised_on, '-') || ' '
                || line_count || ' ' || items || ' ' || subtotal || ' ' || discount || ' ' || tax || ' ' || total || ' '
                || note || ' ' || hold_seconds || ' ' || row_version || ' ' || tier_name || ' ' || coalesce(walk_in, '-')
                || ' ' || coalesce((SELECT group_concat((value ->> '$.requested') || '/' || (value ->> '$.available'))
                                    FROM json_each(rejection)), '')
         FROM orders ORDER BY seq",
    );
    told.extend(support::column::<String>(
        &conn,
        "SELECT orders.number || ' ' || line_no || ' ' || order_line.sku || ' ' || name || ' ' || quantity || ' '
                || list_price || ' ' || unit_price || ' ' || tax_rate_bp || ' ' || order_line.tax || ' ' || breakdown || ' '
                || line_total
         FROM order_line JOIN orders ON orders.id = order_line.order_id ORDER BY orders.seq, line_no",
    ));
    told.extend(support::column::<String>(
        &conn,
        "SELECT orders.number || ' ' || line_no || ' ' || (SELECT sku FROM variant WHERE id = variant_id) || ' ' || quantity || ' ' || shipped || ' ' || released
         FROM allocation JOIN orders ON orders.id = allocation.order_id ORDER BY orders.seq, line_no",
    ));
    told.extend(support::column::<String>(
        &conn,
        "SELECT orders.number || ' ' || step || ' ' || coalesce(from_status, '-') || ' ' || to_status
         FROM order_status_history AS step JOIN orders ON orders.id = step.order_id ORDER BY orders.seq, step",
    ));
    told.extend(support::column::<String>(
        &conn,
        "SELECT variant.sku || ' ' || on_hand || ' ' || reserved
         FROM stock_balance JOIN variant ON variant.id = variant_id ORDER BY variant.seq",
    ));
    told.extend(support::column::<String>(
        &conn,
        "SELECT kind || ' ' || (SELECT sku FROM variant WHERE id = variant_id) || ' ' || on_hand_delta || ' ' || reserved_delta || ' ' || on_hand_after || ' '
                || reserved_after || ' ' || coalesce(ref_type, '-') || ' ' || coalesce(ref_label, '-')
         FROM stock_movement ORDER BY seq",
    ));
    told.extend(support::column::<String>(
        &conn,
        "SELECT status || ' ' || (SELECT sku FROM variant WHERE id = variant_id) || ' ' || quantity || ' ' || for_whom || ' ' || (expires_at - created_at)
         FROM reservation ORDER BY seq",
    ));
    // Placed one by one, the audit tells of an order's holds before the next order; together, after all of them.
    told.extend(support::column::<String>(
        &conn,
        "SELECT action || ' ' || object_label || ' ' || coalesce(old_value, '-') || ' ' || coalesce(new_value, '-')
         FROM audit_entry
         WHERE action LIKE 'order%' OR action LIKE 'reservation%'
         ORDER BY object_label, action, seq",
    ));
    told
}

#[test]
fn many_orders_come_to_what_they_come_to_one_by_one() {
    for up_to in ["pending", "confirmed"] {
        let (mut one_by_one, mut together) = (Shop::open(), Shop::open());
        for shop in [&mut one_by_one, &mut together] {
            furnish(shop);
        }
        for order in orders(&mut one_by_one) {
            let mut request = order;
            request["upTo"] = json!(up_to);
            request["onShortage"] = json!("reject");
            let answer = one_by_one.call("order_place", request);
            assert!(["done", "declined"].contains(&answer.outcome()), "{}", answer.said());
        }
        let all = orders(&mut together);
        let told = together.call("order_bulk", bulk(&all, json!({ "mode": "each", "upTo": up_to }))).done();
        assert_eq!((&told["placed"], &told["rejected"], &told["refused"]), (&json!(4), &json!(2), &json!(0)));
        let results: Vec<&Value> = told["rows"].as_array().expect("rows").iter().map(|row| &row["result"]).collect();
        assert_eq!(results, ["placed", "placed", "short", "placed", "placed", "short"]);
        let (one_by_one_told, together_told) = (books(&one_by_one), books(&together));
        for (one, all) in one_by_one_told.iter().zip(&together_told) {
            assert_eq!(one, all, "up to {up_to}");
        }
        assert_eq!(one_by_one_told.len(), together_told.len());
        together.doctor();
    }
}

#[test]
fn rejected_orders_keep_what_each_asked_for_and_the_first_who_have_the_rest() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 6
         hold R4 tea 1 for 40s
         hold R1 tea 1 for 10s
         hold R3 tea 1 for 30s
         hold R2 tea 1 for 20s",
    );
    let orders = [
        json!({ "lines": shop.lines(&["coffee", "1", "tea", "3"]) }),
        json!({ "lines": shop.lines(&["tea", "1"]) }),
        json!({ "lines": shop.lines(&["tea", "2"]) }),
    ];
    let told = shop.call("order_bulk", bulk(&orders, json!({ "mode": "each" }))).done();
    let kept = |row: usize| -> Value {
        let order = shop.call("order_get", json!({ "id": told["rows"][row]["orderId"] })).done();
        let short = order["rejection"].as_array().expect("a rejection").iter().map(|short| {
            let holders = short["heldBy"].as_array().expect("holders").iter();
            let holders: Vec<&Value> = holders.map(|holder| &holder["label"]).collect();
            json!([short["sku"], short["lineNo"], short["requested"], short["available"], holders])
        });
        short.collect()
    };
    assert_eq!(kept(0), json!([["coffee", 1, 1, 0, []], ["tea", 2, 3, 2, ["R1", "R2", "R3"]]]));
    assert_eq!(kept(2), json!([["tea", 1, 2, 1, ["R1", "R2", "R3"]]]));
}

#[test]
fn units_whose_hold_lapsed_go_to_whoever_waits_before_they_go_to_many_orders() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 1 coffee 2
         hold R1 tea 1 coffee 2 for 10s
         wait Ann tea 1
         tick 11s",
    );
    let file = open(&shop, "orders", "orders.csv", "SKU,Quantity\ntea,1\ncoffee,1\n");
    check(&shop, &file);
    let before = shop.everything();
    // The check saw the lapsed unit of tea as free; the writer sees that it is Ann's.
    apply(&shop, &file, json!({ "mode": "each" })).refused("IMPORT_OUT_OF_DATE");
    shop.nothing_changed_since(&before, "an order was short in the writer");
    let orders = [json!({ "lines": shop.lines(&["tea", "1"]) }), json!({ "lines": shop.lines(&["coffee", "1"]) })];
    let request = bulk(&orders, json!({ "mode": "all_or_nothing" }));
    shop.refuses("ORDERS_NOT_WHOLE", "order_bulk", request);
    shop.nothing_changed_since(&before, "one order was short and all were to be");
    let told = shop.call("order_bulk", bulk(&orders, json!({ "mode": "each" }))).done();
    assert_eq!((&told["placed"], &told["rejected"]), (&json!(1), &json!(1)));
    assert_eq!(told["rows"][0]["short"][0]["available"], 0);
    shop.play(
        "waits Ann granted 1
         stock tea 1 1 0
         stock coffee 2 1 1
         doctor",
    );
}

/// Puts a file of some kind before the store, as a person who chooses it does.
fn open(shop: &Shop, kind: &str, name: &str, text: &str) -> Value {
    let path = shop.folder().join(name);
    fs::write(&path, text).expect("a file");
    let source = shop.core.grant_source(path).expect("a place");
    shop.call("import_open", json!({ "kind": kind, "source": source })).done()
}

fn check(shop: &Shop, file: &Value) -> Value {
    shop.call("import_check", json!({ "importId": file["importId"], "mapping": file["mapping"] })).done()
}

fn apply(shop: &Shop, file: &Value, how: Value) -> support::Answer {
    let mut request = json!({ "importId": file["importId"] });
    for (field, value) in how.as_object().expect("fields") {
        request[field] = value.clone();
    }
    shop.call("import_apply", request)
}

const FILE: &str = "Order,Customer,E-mail,SKU,Quantity,Priority,Promised on\n\
    A-1,Ada Long,ada@example.com,tea,4,high,2026-12-01\n\
    A-2,Ben Short,,cup,2,,\n\
    A-1,Ada Long,,coffee,2,,\n\
    A-3,,,cup,2,,\n\
    A-4,,,nothing,1,,\n\
    A-4,,,tea,1,,\n\
    ,Eve New,,tea,x,,\n\
    a-5,,,tea,1,,\n\
    A-5,,,tea,2,,\n";

#[test]
fn a_file_of_orders_is_seen_order_by_order_before_any_is_placed() {
    let mut shop = Shop::open();
    furnish(&mut shop);
    shop.call("customer_create", json!({ "name": "Ada Lovelace Long", "email": "ADA@example.com" })).done();
    let file = open(&shop, "orders", "orders.csv", FILE);
    let before = shop.everything();
    let told = check(&shop, &file);
    let figures = &told["orders"];
    assert_eq!(
        (&figures["placed"], &figures["short"], &figures["refused"], &figures["units"]),
        (&json!(2), &json!(1), &json!(3), &json!(8))
    );
    let asked = json!({ "importId": file["importId"], "filter": "all", "from": 0, "limit": 50 });
    let rows = shop.call("import_order_rows", asked).done()["rows"].clone();
    let shown: Vec<Value> = rows
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| json!([row["orderRef"], row["result"], row["customer"], row["lines"], row["units"]]))
        .collect();
    assert_eq!(
        shown,
        [
            json!(["A-1", "placed", "Ada Lovelace Long", 2, 6]),
            json!(["A-2", "placed", "Ben Short", 1, 2]),
            json!(["A-3", "short", "Walk-in customer", 1, 2]),
            json!(["A-4", "refused", "Walk-in customer", 2, 2]),
            json!(["", "refused", "Eve New", 1, 0]),
            json!(["a-5", "refused", "Walk-in customer", 2, 3]),
        ]
    );
    assert_eq!((&rows[2]["short"][0]["requested"], &rows[2]["short"][0]["available"]), (&json!(2), &json!(1)));
    let said = |row: usize| rows[row]["problems"][0].as_str().unwrap_or_default().to_owned();
    assert_eq!(said(3), "Line 6: SKU is not in the store: nothing");
    assert_eq!(said(4), "Line 8: quantity \"x\" is not a whole number");
    assert_eq!(said(5), "Line 10: SKU is in line 9 too, of the same order; put both on one line");
    shop.nothing_changed_since(&before, "a dry run of orders");

    apply(&shop, &file, json!({})).refused("ORDERS_NOT_WHOLE");
    shop.nothing_changed_since(&before, "one order cannot be placed and all were to be");
    let applied = apply(&shop, &file, json!({ "mode": "each" })).done();
    let placed = &applied["orders"];
    assert_eq!(
        (&placed["placed"], &placed["rejected"], &placed["skipped"], &placed["refused"]),
        (&json!(2), &json!(1), &json!(0), &json!(3))
    );
    assert_eq!(shop.number("SELECT count(*) FROM orders WHERE status = 'confirmed'"), 2);
    assert_eq!(shop.number("SELECT count(*) FROM orders WHERE status = 'rejected'"), 1);
    assert_eq!(shop.number("SELECT count(DISTINCT batch_id) FROM audit_entry WHERE action LIKE 'order%'"), 1);
    assert_eq!(shop.number("SELECT count(*) FROM audit_entry WHERE action LIKE 'order%' AND batch_id IS NULL"), 0);
    shop.doctor();
    apply(&shop, &file, json!({ "mode": "each" })).refused("IMPORT_NOTHING");
}

#[test]
fn two_who_apply_a_file_at_once_place_its_orders_once() {
    /// How long the first waits for the answer of the second before it goes on without, in seconds.
    const PATIENCE: std::time::Duration = std::time::Duration::from_secs(20);
    let mut shop = Shop::open();
    furnish(&mut shop);
    let file = open(&shop, "orders", "orders.csv", "SKU,Quantity\ntea,1\ncoffee,1\n");
    check(&shop, &file);
    let request = json!({ "importId": file["importId"], "mode": "each" });
    let first = support::new_id();
    let (writing, written) = mpsc::channel();
    let (answered, answer) = mpsc::channel();
    let (asked, answer) = (first.clone(), Mutex::new(Some(answer)));
    // While the first is in the writer the second asks for the same.
    shop.core.on_progress(move |progress| {
        if progress.request_id == asked
            && let Some(answer) = answer.lock().expect("the answer").take()
        {
            writing.send(()).expect("somebody listens");
            let _ = answer.recv_timeout(PATIENCE);
        }
    });
    std::thread::scope(|scope| {
        let (shop, request) = (&shop, &request);
        let second = scope.spawn(move || {
            written.recv().expect("the first is in the writer");
            let answer = shop.call("import_apply", request.clone());
            let _ = answered.send(());
            answer
        });
        shop.call_as(&shop.session, &first, "import_apply", request).done();
        second.join().expect("a thread").refused("BUSY");
    });
    shop.refuses("IMPORT_NOTHING", "import_apply", request);
    assert_eq!(shop.number("SELECT count(*) FROM orders"), 2);
    shop.doctor();
}

#[test]
fn what_was_sold_since_the_check_is_checked_again() {
    let mut shop = Shop::open();
    furnish(&mut shop);
    let file = open(&shop, "orders", "orders.csv", "SKU,Quantity\ncup,2\ntea,1\n");
    assert_eq!(check(&shop, &file)["orders"]["placed"], 2);
    shop.play("hold c cup 2");
    let before = shop.everything();
    assert_eq!(apply(&shop, &file, json!({ "mode": "each" })).refused("IMPORT_OUT_OF_DATE")["changed"], 1);
    shop.nothing_changed_since(&before, "an order was short by then");
    assert_eq!(check(&shop, &file)["orders"]["short"], 1);
    let left_out = apply(&shop, &file, json!({ "mode": "each", "onShortage": "skip", "upTo": "pending" })).done();
    assert_eq!((&left_out["orders"]["placed"], &left_out["orders"]["skipped"]), (&json!(1), &json!(1)));
    assert_eq!(shop.number("SELECT count(*) FROM orders"), 1);
    assert_eq!(shop.number("SELECT count(*) FROM reservation WHERE order_id IS NOT NULL AND status = 'active'"), 1);
    shop.doctor();
}

#[test]
fn a_json_file_is_the_table_that_it_stands_for() {
    let mut shop = Shop::open();
    furnish(&mut shop);
    let text = r#"[
        { "ref": "W-1", "customer": { "name": "=Ada", "email": "ada@example.com" }, "note": "two\nlines",
          "lines": [{ "sku": "tea", "quantity": 2 }, { "sku": "coffee", "quantity": 1 }] },
        { "lines": [{ "sku": "TEA", "quantity": 3 }], "fulfilment": "delivery", "address": "Main Street 1" }
    ]"#;
    let file = open(&shop, "orders", "orders.json", text);
    assert_eq!(check(&shop, &file)["orders"]["placed"], 2);
    apply(&shop, &file, json!({})).done();
    let told: Vec<String> = support::column(
        &shop.look(),
        "SELECT customer_name || '|' || note || '|' || fulfilment || '|' || items FROM orders ORDER BY seq",
    );
    assert_eq!(told, ["=Ada|two\nlines|pickup|3", "Walk-in customer||delivery|3"]);
    let path = shop.folder().join("bad.json");
    fs::write(&path, r#"[{ "lines": [{ "sku": "tea", "price": "0.01", "quantity": 1 }] }]"#).expect("a file");
    let source = shop.core.grant_source(path).expect("a place");
    let refusal = shop.refuses("IMPORT_FILE_REFUSED", "import_open", json!({ "kind": "orders", "source": source }));
    assert!(refusal["detail"].as_str().is_some_and(|detail| detail.contains("price")), "{refusal}");
}

#[test]
fn each_order_of_a_json_file_is_an_order_whatever_its_reference_is() {
    let mut shop = Shop::open();
    furnish(&mut shop);
    let text = r#"[
        { "ref": " ", "lines": [{ "sku": "tea", "quantity": 2 }, { "sku": "coffee", "quantity": 1 }] },
        { "ref": "", "lines": [{ "sku": "tea", "quantity": 3 }] },
        { "lines": [{ "sku": "tea", "quantity": 4 }] }
    ]"#;
    let file = open(&shop, "orders", "orders.json", text);
    assert_eq!(check(&shop, &file)["orders"]["placed"], 3);
    apply(&shop, &file, json!({})).done();
    let lines: Vec<i64> = support::column(&shop.look(), "SELECT line_count FROM orders ORDER BY seq");
    assert_eq!(lines, [2, 1, 1]);
    for (first, second) in [("a-1", "A-1"), ("a-1", " a-1 "), ("Straße", "STRASSE"), ("#2", "")] {
        let order = |name: &str| json!({ "ref": name, "lines": [{ "sku": "tea", "quantity": 1 }] });
        let path = shop.folder().join("twice.json");
        fs::write(&path, json!([order(first), order(second)]).to_string()).expect("a file");
        let source = shop.core.grant_source(path).expect("a place");
        let refusal = shop.refuses("IMPORT_FILE_REFUSED", "import_open", json!({ "kind": "orders", "source": source }));
        assert!(
            refusal["detail"].as_str().is_some_and(|detail| detail.contains("two orders are called")),
            "{first:?} and {second:?}: {refusal}"
        );
    }
}

#[test]
fn customers_come_from_a_file_and_go_to_one() {
    let shop = Shop::open();
    let first = "Name,E-mail,Phone,Tier,Note\n\
        Ada Long,ada@example.com,'+353 1 555,Gold,mornings\n\
        Cara Wide,,,,Fridays\n\
        Dora,dora.example.com,,,\n\
        Eve New,eve@example.com,,Platinum,\n\
        Ada Again,ADA@example.com,,,\n";
    let file = open(&shop, "customers", "people.csv", first);
    let before = shop.everything();
    let told = check(&shop, &file);
    assert_eq!((&told["added"], &told["refused"], &told["goods"]), (&json!(2), &json!(3), &Value::Null));
    let asked = json!({ "importId": file["importId"], "filter": "refused", "from": 0, "limit": 50 });
    let rows = shop.call("import_rows", asked).done()["rows"].clone();
    let said = |row: usize| -> String {
        let cells = rows[row]["cells"].as_array().expect("cells");
        cells.iter().filter_map(|cell| cell["message"].as_str()).collect::<Vec<_>>().join("; ")
    };
    assert_eq!(said(0), "is no e-mail address");
    assert_eq!(said(1), "must be one of Standard, Silver, Gold");
    assert_eq!(said(2), "is in line 2 too");
    shop.nothing_changed_since(&before, "a dry run of customers");
    let applied = apply(&shop, &file, json!({})).done();
    assert_eq!((&applied["added"], &applied["undoable"]), (&json!(2), &json!(false)));
    shop.refuses("NOT_FOUND", "batch_undo", json!({ "id": applied["batchId"] }));
    assert_eq!(
        shop.number("SELECT count(*) FROM audit_entry WHERE action = 'customer_created' AND batch_id IS NOT NULL"),
        2
    );

    let changed = "E-mail,Name,Phone,Note\nada@example.com,,,\n,Cara Wide,555,\n";
    let file = open(&shop, "customers", "people.csv", changed);
    assert_eq!(check(&shop, &file)["changed"], 2);
    apply(&shop, &file, json!({})).done();
    let told: Vec<String> = support::column(
        &shop.look(),
        "SELECT name || '|' || email || '|' || phone || '|' || phone_digits || '|' || note || '|' || (tier_id IS NULL)
         FROM customer ORDER BY seq",
    );
    assert_eq!(told, ["Ada Long|ada@example.com||||0", "Cara Wide||555|555||1"]);

    let path = shop.folder().join("out.csv");
    let destination = shop.core.grant_destination(path.clone()).expect("a place");
    let written = shop.call("customers_export", json!({ "destination": destination })).done();
    assert_eq!(written["rows"], 2);
    let text = fs::read_to_string(path).expect("the file");
    let again = open(&shop, "customers", "again.csv", &text);
    assert_eq!(check(&shop, &again)["unchanged"], 2, "{text}");
}

/// Names the store to the program that is to be killed.
const STORE: &str = "STOCKROOM_TEST_BULK_STORE";
/// Orders of the program that is to be killed.
const MANY: usize = 5_000;

#[cfg(unix)]
#[test]
fn killed_while_they_are_placed_no_order_is_there() {
    use std::io::{BufRead, BufReader};
    use stockroom_core::{Core, OpenOptions};
    if let Some(store) = std::env::var_os(STORE) {
        place_and_wait_to_be_killed(std::path::Path::new(&store));
    }
    let mut shop = Shop::open();
    shop.play("receive tea 100000");
    let path = shop.path.clone();
    shop.core.close();
    let mut child = std::process::Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "killed_while_they_are_placed_no_order_is_there", "--nocapture"])
        .env(STORE, &path)
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("the program starts");
    let voice = BufReader::new(child.stdout.take().expect("its voice"));
    let writing = voice.lines().map_while(Result::ok).any(|line| line == "writing");
    child.kill().expect("killed");
    child.wait().expect("it ended");
    assert!(writing, "it was killed before it wrote");
    let core = Core::open(OpenOptions::new(&path).background(false)).expect("the store opens");
    support::doctor(&core);
    let conn = rusqlite::Connection::open(&path).expect("the file");
    for table in ["orders", "order_line", "allocation", "order_status_history"] {
        let count: i64 =
            conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).expect("a count");
        assert_eq!(count, 0, "{table}");
    }
    let reserved: i64 = conn.query_row("SELECT sum(reserved) FROM stock_balance", [], |row| row.get(0)).expect("a sum");
    assert_eq!(reserved, 0);
}

/// Places orders, says when it is in the middle of writing them, and goes no further.
#[cfg(unix)]
fn place_and_wait_to_be_killed(store: &std::path::Path) -> ! {
    use std::io::Write;
    use stockroom_core::{Core, OpenOptions};
    let core = Core::open(OpenOptions::new(store).background(false)).expect("the store");
    let session = core.owner_session();
    let call = |name: &str, request: Value| {
        support::Answer::parse(core.dispatch(&session, name, &support::new_id(), &request.to_string())).done()
    };
    let found = call("product_find", json!({ "code": "tea" }));
    let order = json!({ "lines": [{ "variantId": found["match"]["variantId"], "quantity": 1 }] });
    core.on_progress(|progress| {
        // The first half is planning; behind it rows are written.
        if progress.done * 2 >= progress.total {
            let _ = writeln!(std::io::stdout(), "writing");
            loop {
                std::thread::park();
            }
        }
    });
    call("order_bulk", json!({ "orders": vec![order; MANY], "mode": "all_or_nothing" }));
    panic!("the orders were placed without telling of it");
}
