//! How the lists are read: few statements, each through an index.

mod support;

use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use stockroom_core::OpenOptions;
use support::ledger_of_orders::{Ledger, SORTS, every_mix};

/// What the readers ran. The hook is one for the binary, so its tests run one at a time.
static HEARD: Mutex<Vec<String>> = Mutex::new(Vec::new());
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

fn listen(options: OpenOptions) -> OpenOptions {
    options.on_statement(Arc::new(|sql: &str| {
        HEARD.lock().unwrap_or_else(PoisonError::into_inner).push(sql.to_owned());
    }))
}

/// The statements of a command, without those that every read has: its transaction and the store's rules; and without
/// what the search index asks of its own tables.
fn statements(ledger: &Ledger, command: &str, request: &Value) -> (Value, Vec<String>) {
    HEARD.lock().unwrap_or_else(PoisonError::into_inner).clear();
    let value = ledger.shop.call(command, request.clone()).done();
    let heard = HEARD.lock().unwrap_or_else(PoisonError::into_inner).clone();
    assert!(heard.iter().any(|sql| sql.contains("FROM setting")), "the hook hears nothing: {heard:?}");
    let own = heard
        .into_iter()
        .filter(|sql| !matches!(sql.as_str(), "BEGIN" | "BEGIN DEFERRED" | "COMMIT"))
        .filter(|sql| !sql.starts_with("SELECT currency, time_zone"))
        .filter(|sql| !sql.contains("'main'."))
        .collect();
    (value, own)
}

/// Tables that grow with every sale: a list that scans one of them is slow one day.
const GROWING: [&str; 13] = [
    "stock_wait",
    "orders",
    "order_line",
    "stock_movement",
    "audit_entry",
    "reservation",
    "allocation",
    "request",
    "order_status_history",
    "batch",
    "batch_change",
    "count_line",
    // As counting calls its lines.
    "line",
];

/// The lines of a statement's plan.
fn plan(ledger: &Ledger, sql: &str) -> Vec<String> {
    let conn = ledger.shop.look();
    stockroom_core::db::add_functions(&conn).expect("our functions");
    let mut statement =
        conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap_or_else(|error| panic!("{error}: {sql}"));
    // A plan does not depend on the values: none is bound.
    let mut rows = statement.raw_query();
    let mut lines = Vec::new();
    while let Some(row) = rows.next().expect("a plan") {
        lines.push(row.get(3).expect("a line"));
    }
    lines
}

/// A full walk through a growing table that is not even an index in the order asked for.
fn scans(plan: &[String]) -> Vec<String> {
    plan.iter()
        .filter(|line| {
            let table = line.strip_prefix("SCAN ").and_then(|rest| rest.split(' ').next());
            let grows = table.is_some_and(|table| GROWING.contains(&table));
            grows && !line.contains("USING")
        })
        .cloned()
        .collect()
}

fn sorts(plan: &[String]) -> Vec<String> {
    plan.iter().filter(|line| line.contains("TEMP B-TREE FOR ORDER BY")).cloned().collect()
}

#[test]
fn a_page_of_orders_takes_two_statements_at_most_whatever_is_asked() {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let ledger = Ledger::of(400, listen);
    for (index, asked) in every_mix().iter().enumerate() {
        let sort = SORTS[(index + index / 6 + index / 36) % SORTS.len()];
        let request = json!({ "filter": ledger.request(asked), "sort": sort, "limit": 100 });
        let (_, heard) = statements(&ledger, "order_list", &request);
        // A text is first counted, to choose its way.
        let most = if asked.text.is_some() { 3 } else { 2 };
        assert!(heard.len() <= most, "{sort} {asked:?}: {heard:#?}");
    }
    let (page, heard) = statements(&ledger, "order_list", &json!({ "limit": 100 }));
    assert_eq!(page["rows"].as_array().map(Vec::len), Some(100));
    assert_eq!(heard.len(), 1, "100 orders with their totals: {heard:#?}");
}

/// A rule of the default tier, for tea.
fn priced(ledger: &mut Ledger) -> String {
    let tier = ledger.shop.call("tier_list", json!({})).done()["rows"][0]["id"].clone();
    let rule = json!({
        "name": "Tea for all", "kind": "tier", "tierId": tier, "scope": "variant",
        "variantId": ledger.shop.variant("tea"), "effect": { "kind": "percent", "basisPoints": 500 },
    });
    ledger.shop.call("price_rule_create", rule).done()["id"].as_str().expect("an id").to_owned()
}

/// An open sheet with a figure that differs.
fn counted(ledger: &Ledger) -> String {
    let sheet = ledger.shop.call("count_start", json!({ "scope": "all" })).done()["id"].clone();
    let entries = json!([{ "code": "tea", "quantity": 1, "mode": "set" }]);
    ledger.shop.call("count_enter", json!({ "id": sheet, "entries": entries })).done();
    sheet.as_str().expect("an id").to_owned()
}

/// A basket of two lines.
fn basket(ledger: &mut Ledger) -> String {
    let lines = ledger.shop.lines(&["tea", "1", "coffee", "2"]);
    let basket = ledger.shop.call("basket_create", json!({ "lines": lines })).done();
    basket["id"].as_str().expect("an id").to_owned()
}

#[test]
fn every_other_read_takes_a_fixed_few_statements() {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let mut ledger = Ledger::of(400, listen);
    ledger.shop.play(
        "receive tea 100 coffee 100 salt 100
         order small tea 1
         order large tea 1 coffee 1 salt 1 confirmed
         hold R1 tea 1 coffee 1 tea 1",
    );
    let view = ledger.shop.call("order_view_open", json!({})).done()["handle"].clone();
    let (small, large) = (ledger.shop.order_id("small"), ledger.shop.order_id("large"));
    let (variant, hold) = (ledger.shop.variant("tea"), ledger.shop.hold_id("R1"));
    let product = ledger.shop.product_id("tea");
    let versions = ledger.shop.call("order_versions", json!({ "id": large })).done();
    let version = |index: usize| versions["rows"][index]["auditSeq"].clone();
    let customer = ledger.shop.call("customer_create", json!({ "name": "Maja" })).done()["customer"]["id"].clone();
    let sheet = counted(&ledger);
    let (place, batch) = (ledger.shop.location_id("floor"), ledger.shop.batch(&[]));
    let basket = basket(&mut ledger);
    let rule = priced(&mut ledger);
    let day = json!({ "from": "2026-11-01", "to": "2026-11-20" });
    for (command, request, most) in [
        ("order_get", json!({ "id": small }), 8),
        ("order_get", json!({ "id": large }), 8),
        ("order_get", json!({ "number": "2026-000001" }), 9),
        ("order_many_look", json!({ "ids": [small, large] }), 1),
        ("order_versions", json!({ "id": large }), 1),
        ("order_compare", json!({ "id": large, "from": version(0), "to": version(1) }), 1),
        ("order_view_open", json!({ "filter": day }), 2),
        ("order_view_rows", json!({ "handle": view, "from": 50, "limit": 200 }), 3),
        ("order_view_find", json!({ "handle": view, "day": "2026-11-20" }), 2),
        ("order_view_find", json!({ "handle": view, "number": "2026-000001" }), 1),
        ("order_totals", json!({ "filter": day }), 4),
        ("order_counts", json!({}), 1),
        ("reservation_list", json!({}), 1),
        ("reservation_get", json!({ "id": hold }), 3),
        ("reservation_summary", json!({}), 1),
        ("stock_list", json!({}), 3),
        ("stock_summary", json!({}), 2),
        ("stock_movements", json!({ "variantId": variant }), 2),
        ("stock_explain", json!({ "variantId": variant }), 6),
        ("stock_explain", json!({ "variantId": variant, "locationId": place }), 6),
        ("stock_balances", json!({ "variantId": variant }), 2),
        ("stock_low_since", json!({ "afterSeq": 1 }), 2),
        ("inventory_summary", json!({}), 5),
        ("inventory_summary", json!({ "locationId": place }), 6),
        ("batch_list", json!({}), 1),
        ("batch_get", json!({ "id": batch }), 3),
        ("batch_undo_preview", json!({ "id": batch }), 5),
        ("location_list", json!({}), 1),
        ("reason_list", json!({}), 1),
        ("audit_list", json!({}), 1),
        ("audit_get", json!({ "seq": 1 }), 1),
        ("audit_count", json!({}), 1),
        ("audit_facets", json!({}), 2),
        ("product_get", json!({ "id": product }), 3),
        ("product_find", json!({ "code": "tea" }), 1),
        ("category_list", json!({}), 2),
        ("product_suggest", json!({ "text": "te" }), 8),
        ("customer_suggest", json!({ "text": "ma" }), 1),
        ("customer_list", json!({ "text": "ma" }), 1),
        ("customer_get", json!({ "id": customer }), 2),
        ("wait_list", json!({}), 1),
        ("wait_since", json!({ "afterSeq": 1 }), 2),
        ("staff_list", json!({}), 1),
        ("count_list", json!({}), 1),
        ("count_get", json!({ "id": sheet }), 1),
        ("count_lines", json!({ "id": sheet, "filter": "all" }), 2),
        ("count_lines", json!({ "id": sheet, "filter": "differs" }), 2),
        ("count_unknown_list", json!({ "id": sheet }), 2),
        ("basket_list", json!({}), 1),
        ("basket_get", json!({ "id": basket }), 4),
        ("tier_list", json!({}), 1),
        ("price_rule_list", json!({}), 1),
        ("price_rule_list", json!({ "filter": { "variantId": variant, "text": "tea" } }), 1),
        ("price_rule_counts", json!({}), 1),
        // Three of these read the rules again where they changed since.
        ("price_rule_get", json!({ "id": rule }), 8),
        ("price_rule_try", json!({ "ruleId": rule }), 9),
        ("price_quote", json!({ "variantId": variant, "quantity": 5, "tier": "Gold" }), 6),
        ("price_table", json!({ "variantId": variant, "quantities": [1, 5, 12] }), 5),
        ("settings_get", json!({}), 1),
        ("store_status", json!({}), 3),
    ] {
        let (_, heard) = statements(&ledger, command, &request);
        assert!(heard.len() <= most, "{command} {request} takes {}: {heard:#?}", heard.len());
    }
}

#[test]
fn no_list_of_orders_walks_the_table() {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let ledger = Ledger::of(400, listen);
    let mut seen = BTreeSet::new();
    for (index, asked) in every_mix().iter().enumerate().step_by(5) {
        for sort in [SORTS[index % SORTS.len()], SORTS[(index + 1 + index / 6) % SORTS.len()]] {
            let filter = ledger.request(asked);
            let requests = [
                ("order_list", json!({ "filter": filter, "sort": sort, "limit": 100 })),
                ("order_list", json!({ "filter": filter, "sort": sort, "limit": 100, "cursor": "[1795168800000,9]" })),
                ("order_view_open", json!({ "filter": filter, "sort": sort })),
                ("order_totals", json!({ "filter": filter })),
            ];
            for (command, request) in requests {
                let (_, heard) = statements(&ledger, command, &request);
                for sql in heard.iter().filter(|sql| seen.insert(shape(sql))) {
                    let plan = plan(&ledger, sql);
                    let scanned = scans(&plan);
                    assert!(scanned.is_empty(), "{command} {request} walks {scanned:?}: {plan:#?}\n{sql}");
                }
            }
        }
    }
    assert!(seen.len() > 100, "{} statements show little", seen.len());
}

/// A statement without its values: those of one shape have one plan.
fn shape(sql: &str) -> String {
    sql.chars().filter(|c| !c.is_ascii_digit()).collect()
}

/// The keys of an unfiltered page, read as the program reads them, without the step that reads the rows.
#[test]
fn the_first_page_of_every_sort_comes_in_order_out_of_an_index() {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let ledger = Ledger::of(400, listen);
    for sort in SORTS {
        for status in [json!(null), json!(["delivered"])] {
            if status.is_array() && sort.starts_with("number") {
                continue;
            }
            let request = json!({ "filter": { "status": status }, "sort": sort });
            let (_, heard) = statements(&ledger, "order_list", &request);
            let page = heard.iter().find(|sql| sql.contains("WITH page")).expect("the page");
            let begin = page.find("MATERIALIZED (").expect("its keys") + "MATERIALIZED (".len();
            let end = begin + page[begin..].find(")\n         SELECT").expect("the end of its keys");
            let plan = plan(&ledger, &page[begin..end]);
            assert!(sorts(&plan).is_empty(), "{request} sorts its keys: {plan:#?}");
            assert!(plan.iter().any(|line| line.contains("COVERING INDEX orders_by")), "{request}: {plan:#?}");
        }
    }
}

#[test]
fn whoever_has_units_at_a_location_comes_in_order_out_of_an_index() {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let mut ledger = Ledger::of(400, listen);
    ledger.shop.play("receive tea 100\n hold R1 tea 1\n order O1 tea 3 confirmed");
    let request = json!({ "variantId": ledger.shop.variant("tea"), "locationId": ledger.shop.location_id("floor") });
    let (_, heard) = statements(&ledger, "stock_explain", &request);
    let holders = heard.iter().find(|sql| sql.contains("SELECT 'hold'")).expect("the holders");
    let plan = plan(&ledger, holders);
    assert!(plan.iter().any(|line| line.contains("reservation_holding (variant_id=? AND location_id=?)")), "{plan:#?}");
    assert!(sorts(&plan).is_empty(), "{plan:#?}");
}

#[test]
fn no_other_read_walks_a_table_that_grows() {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let mut ledger = Ledger::of(400, listen);
    ledger.shop.play("receive tea 100\n hold R1 tea 1\n order O1 tea 3 confirmed");
    let view = ledger.shop.call("order_view_open", json!({})).done()["handle"].clone();
    let (variant, hold, order) = (ledger.shop.variant("tea"), ledger.shop.hold_id("R1"), ledger.shop.order_id("O1"));
    let (place, batch) = (ledger.shop.location_id("floor"), ledger.shop.batch(&[]));
    let (sheet, basket) = (counted(&ledger), basket(&mut ledger));
    let rule = priced(&mut ledger);
    let customer = ledger.shop.call("customer_create", json!({ "name": "Maja" })).done()["customer"]["id"].clone();
    let in_order = true;
    for (command, request, ordered) in [
        ("order_get", json!({ "id": order }), !in_order),
        ("order_get", json!({ "number": "2026-000001" }), !in_order),
        ("order_view_rows", json!({ "handle": view, "from": 50, "limit": 100 }), !in_order),
        ("order_counts", json!({}), !in_order),
        ("reservation_list", json!({}), in_order),
        ("reservation_list", json!({ "sort": "latest" }), in_order),
        ("reservation_list", json!({ "status": ["expired"], "sort": "ended" }), in_order),
        ("reservation_list", json!({ "status": ["expired", "released"], "sort": "ended", "endedSince": 1 }), in_order),
        ("reservation_list", json!({ "variantId": variant }), !in_order),
        ("reservation_list", json!({ "orderId": order }), !in_order),
        ("reservation_get", json!({ "id": hold }), !in_order),
        ("reservation_summary", json!({}), !in_order),
        ("stock_list", json!({}), in_order),
        ("stock_list", json!({ "sort": "name_desc", "cursor": "[\"m\",9]" }), in_order),
        ("stock_list", json!({ "sort": "sku" }), in_order),
        ("stock_list", json!({ "sort": "sku_desc", "cursor": "[\"m\",9]" }), in_order),
        ("stock_list", json!({ "sort": "available" }), !in_order),
        ("stock_movements", json!({ "variantId": variant }), in_order),
        ("stock_movements", json!({ "variantId": variant, "kinds": ["ship"], "cursor": "50" }), in_order),
        ("stock_explain", json!({ "variantId": variant }), !in_order),
        ("stock_movements", json!({ "variantId": variant, "batchId": batch, "staffId": order }), in_order),
        ("stock_explain", json!({ "variantId": variant, "locationId": place }), !in_order),
        ("stock_balances", json!({ "variantId": variant }), !in_order),
        ("stock_low_since", json!({ "afterSeq": 1 }), !in_order),
        ("inventory_summary", json!({}), !in_order),
        ("batch_list", json!({}), in_order),
        ("batch_list", json!({ "text": "leaf", "cursor": "[9,9]" }), in_order),
        ("batch_list", json!({ "kinds": ["transfer"], "cursor": "[9,9]" }), in_order),
        ("batch_list", json!({ "kinds": ["transfer", "receive"] }), in_order),
        ("batch_get", json!({ "id": batch }), !in_order),
        ("batch_undo_preview", json!({ "id": batch }), !in_order),
        ("location_list", json!({}), !in_order),
        ("reason_list", json!({}), !in_order),
        ("audit_list", json!({}), in_order),
        ("audit_list", json!({ "cursor": "50" }), in_order),
        ("audit_list", json!({ "filter": { "actions": ["order_created"] } }), in_order),
        ("audit_list", json!({ "filter": { "actor": "Owner" } }), in_order),
        ("audit_list", json!({ "filter": { "objectId": order } }), in_order),
        ("audit_list", json!({ "filter": { "requestId": order } }), in_order),
        ("audit_get", json!({ "seq": 1 }), !in_order),
        ("audit_facets", json!({}), !in_order),
        ("product_suggest", json!({ "text": "te" }), !in_order),
        ("customer_suggest", json!({ "text": "ma" }), !in_order),
        ("customer_get", json!({ "id": customer }), !in_order),
        ("wait_list", json!({}), in_order),
        ("wait_list", json!({ "cursor": "[9,9]" }), in_order),
        ("wait_list", json!({ "status": "granted", "cursor": "[9,9]" }), in_order),
        ("wait_list", json!({ "variantId": variant }), !in_order),
        ("wait_list", json!({ "orderId": order }), !in_order),
        ("wait_list", json!({ "customerId": customer }), !in_order),
        ("wait_since", json!({ "afterSeq": 1 }), in_order),
        ("count_list", json!({}), in_order),
        ("count_list", json!({ "status": "open", "cursor": "50" }), in_order),
        ("count_get", json!({ "id": sheet }), !in_order),
        ("count_lines", json!({ "id": sheet, "filter": "all" }), in_order),
        ("count_lines", json!({ "id": sheet, "filter": "uncounted", "cursor": "50" }), in_order),
        ("count_lines", json!({ "id": sheet, "filter": "differs" }), !in_order),
        ("count_lines", json!({ "id": sheet, "filter": "recount" }), !in_order),
        ("count_lines", json!({ "id": sheet, "filter": "all", "text": "tea" }), !in_order),
        ("count_unknown_list", json!({ "id": sheet }), !in_order),
        ("basket_list", json!({}), in_order),
        ("basket_list", json!({ "statuses": ["placed"], "cursor": "50" }), in_order),
        ("basket_get", json!({ "id": basket }), !in_order),
        ("tier_list", json!({}), !in_order),
        ("price_rule_list", json!({}), in_order),
        ("price_rule_list", json!({ "cursor": "50", "filter": { "kinds": ["tier"], "states": ["ended"] } }), in_order),
        ("price_rule_list", json!({ "filter": { "variantId": variant, "text": "tea" } }), in_order),
        ("price_rule_counts", json!({}), !in_order),
        ("price_rule_get", json!({ "id": rule }), !in_order),
        ("price_rule_try", json!({ "ruleId": rule }), in_order),
        ("price_quote", json!({ "variantId": variant, "quantity": 5 }), !in_order),
        ("price_table", json!({ "variantId": variant, "quantities": [1, 5, 12] }), !in_order),
        ("store_status", json!({}), !in_order),
    ] {
        let (_, heard) = statements(&ledger, command, &request);
        // The audit or the batches from their end, up to a page or to the last entry, is what was asked for.
        let newest = matches!(command, "store_status" | "batch_list")
            || command == "audit_list" && request.get("filter").is_none();
        let walked = |line: &str| newest && (line == "SCAN audit_entry" || line == "SCAN batch");
        for sql in &heard {
            let plan = plan(&ledger, sql);
            let scanned: Vec<String> = scans(&plan).into_iter().filter(|line| !walked(line)).collect();
            assert!(scanned.is_empty(), "{command} {request} walks {scanned:?}: {plan:#?}\n{sql}");
            if ordered {
                assert!(sorts(&plan).is_empty(), "{command} {request} sorts: {plan:#?}\n{sql}");
            }
        }
    }
}

/// However many variants there are, what is looked for is found through an index; a page in an order that an index has
/// is read along it.
#[test]
fn finding_among_the_catalogue_walks_no_table() {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let ledger = Ledger::of(400, listen);
    let category = ledger.shop.call("category_create", json!({ "name": "Drinks" })).done()["id"].clone();
    for (command, request) in [
        ("product_find", json!({ "code": "tea" })),
        ("product_suggest", json!({ "text": "t" })),
        ("product_suggest", json!({ "text": "zzz tea" })),
        ("stock_list", json!({ "text": "tea" })),
        ("stock_list", json!({ "text": "zz", "sort": "available_desc" })),
        ("stock_list", json!({ "text": "drinks tea", "sort": "sku_desc", "cursor": "[\"m\",9]" })),
        ("stock_list", json!({ "categoryId": category, "sort": "on_hand" })),
        ("stock_list", json!({ "sort": "price", "minPrice": "1.00", "maxPrice": "2.00" })),
        ("stock_list", json!({ "filter": "archived", "sort": "price_desc" })),
        ("stock_list", json!({ "filter": "low", "cursor": "[\"m\",9]" })),
        ("stock_summary", json!({ "text": "tea" })),
    ] {
        let (_, heard) = statements(&ledger, command, &request);
        assert!(heard.len() <= 8, "{command} {request} takes {}: {heard:#?}", heard.len());
        for sql in &heard {
            let plan = plan(&ledger, sql);
            let walked = ["SCAN variant", "SCAN product", "SCAN barcode", "SCAN balance", "SCAN stock_balance"];
            let walks = plan.iter().find(|line| walked.contains(&line.as_str()));
            assert_eq!(walks, None, "{command} {request}: {plan:#?}\n{sql}");
        }
    }
}

/// However many customers there are, a part of a name is looked for along an index that carries all of it, and the
/// newest are the end of the table.
#[test]
fn customers_are_found_without_reading_them_all() {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let ledger = Ledger::of(400, listen);
    for (command, request, way) in [
        ("customer_list", json!({}), "COVERING INDEX customer_by_name"),
        ("customer_list", json!({ "text": "ma ko", "cursor": "[\"m\",9]" }), "COVERING INDEX customer_by_name"),
        ("customer_list", json!({ "text": "5550199", "sort": "name_desc" }), "COVERING INDEX customer_by_name"),
        ("customer_list", json!({ "text": "ma", "sort": "newest" }), "COVERING INDEX customer_by_name"),
        (
            "customer_list",
            json!({ "sort": "newest", "cursor": "[\"m\",9]" }),
            "SEARCH customer USING INTEGER PRIMARY KEY",
        ),
        ("customer_suggest", json!({ "text": "ma" }), "COVERING INDEX customer_by_name"),
    ] {
        let (_, heard) = statements(&ledger, command, &request);
        let plan = plan(&ledger, &heard[0]);
        assert!(plan.iter().any(|line| line.contains(way)), "{command} {request}: {plan:#?}");
        let walked = plan.iter().find(|line| line.as_str() == "SCAN customer");
        assert_eq!(walked, None, "{command} {request}: {plan:#?}");
    }
}

/// What every write looks up first.
#[test]
fn what_a_write_looks_up_is_found_through_an_index() {
    let ledger = Ledger::of(400, |options| options);
    for sql in [
        "SELECT staff_id, command, request_hash, response FROM request WHERE id = x'00'",
        "SELECT seq, hash FROM audit_entry ORDER BY seq DESC LIMIT 1",
        "SELECT expires_at FROM reservation WHERE status = 'active' ORDER BY expires_at LIMIT 1",
        "SELECT expires_at FROM stock_wait INDEXED BY stock_wait_due WHERE status = 'waiting' ORDER BY expires_at LIMIT 1",
        "SELECT EXISTS (SELECT 1 FROM stock_wait WHERE status = 'waiting')",
        "SELECT 1 FROM stock_wait WHERE variant_id = x'00' AND location_id = x'00' AND status = 'waiting' LIMIT 1",
        "SELECT coalesce(max(row_no), 0) + 1 FROM reservation",
        "SELECT coalesce(max(row_no), 0) + 1 FROM orders",
        "SELECT id FROM reservation WHERE order_id = x'00' AND status = 'active' AND expires_at > 0 ORDER BY seq",
    ] {
        let plan = plan(&ledger, sql);
        assert!(sorts(&plan).len() <= usize::from(sql.ends_with("ORDER BY seq")), "{sql}: {plan:#?}");
        let walked: Vec<String> = scans(&plan).into_iter().filter(|_| !sql.contains("LIMIT 1")).collect();
        assert!(walked.is_empty(), "{sql}: {plan:#?}");
    }
}
