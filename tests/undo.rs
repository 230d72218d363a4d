//! Taking back what was done in one act: what comes back, what stands in the way, and what stays in the books.

mod support;

use serde_json::{Value, json};
use stockroom_core::kernel::Role;
use support::{Shop, new_id, text};

/// Each scenario ends with the books as they say, and a healthy store.
#[test]
fn each_kind_of_batch_gives_back_what_it_changed() {
    for (what, scenario) in [
        (
            "a receipt",
            "receive tea 10 coffee 4
             undo
             stock tea 0 0 0
             stock coffee 0 0 0",
        ),
        (
            "a receipt after sales of older units",
            "receive tea 10
             receive tea 5
             order O1 tea 7 delivered
             undo 2
             stock tea 3 0 3",
        ),
        (
            "an adjustment gives back what it changed, not the old figure",
            "receive tea 10
             adjust tea -4 damaged
             order O1 tea 3 delivered
             undo
             stock tea 7 0 7",
        ),
        (
            "a count of one product",
            "receive tea 10
             count tea 12
             hold R1 tea 9
             undo
             stock tea 10 9 1",
        ),
        (
            "a transfer goes back",
            "location back
             receive tea 10
             transfer floor back tea 6
             order O1 tea@back 2 delivered
             transfer floor back tea 2
             undo 2
             stock tea@floor 8 0 8
             stock tea@back 0 0 0",
        ),
        (
            "opening stock, which is then entered again",
            "open tea 10
             open tea 11 -> VALIDATION
             undo
             open tea 11
             stock tea 11 0 11",
        ),
        (
            "an adjustment that was opening stock",
            "adjust tea 9 opening_stock
             undo
             stock tea 0 0 0",
        ),
        (
            "twice the same product in one receipt",
            "receive tea 3 tea 4
             undo
             stock tea 0 0 0",
        ),
        (
            "found units",
            "receive tea 1
             adjust tea 2 found
             undo
             stock tea 1 0 1",
        ),
    ] {
        let mut shop = Shop::open();
        shop.play(scenario);
        assert!(!shop.batches.is_empty(), "{what}");
        shop.doctor();
    }
}

#[test]
fn what_happened_since_stands_in_the_way() {
    for (what, scenario) in [
        (
            "units that were sold",
            "receive tea 10
             order O1 tea 3 delivered
             undo -> UNDO_NOT_POSSIBLE
             stock tea 7 0 7",
        ),
        (
            "units that are promised",
            "receive tea 10
             hold R1 tea 1
             undo -> UNDO_NOT_POSSIBLE
             release R1
             undo
             stock tea 0 0 0",
        ),
        (
            "one line of many",
            "receive tea 10 coffee 4
             order O1 coffee 1 confirmed
             undo -> UNDO_NOT_POSSIBLE
             stock tea 10 0 10
             cancel O1
             undo
             stock tea 0 0 0",
        ),
        (
            "units that moved on",
            "location back
             receive tea 10
             transfer floor back tea 6
             transfer back floor tea 1
             undo 2 -> UNDO_NOT_POSSIBLE
             undo 3
             undo 2
             undo 1
             stock tea 0 0 0",
        ),
        (
            "a lapsed hold does not",
            "receive tea 10
             hold R1 tea 8 for 60s
             undo -> UNDO_NOT_POSSIBLE
             tick 61s
             undo
             held R1 expired
             stock tea 0 0 0",
        ),
        (
            "a location that was archived since",
            "location back
             receive tea 10
             transfer floor back tea 6
             transfer back floor tea 6
             archive back
             undo 3 -> UNDO_NOT_POSSIBLE
             restore back
             undo 3
             stock tea@back 6 0 6",
        ),
    ] {
        let mut shop = Shop::open();
        shop.play(scenario);
        assert!(!shop.batches.is_empty(), "{what}");
        shop.doctor();
    }
}

#[test]
fn a_product_that_was_archived_since_stands_in_the_way() {
    let mut shop = Shop::open();
    shop.play("receive tea 4\n adjust tea -4 lost");
    let id = shop.product_id("tea");
    shop.call("product_update", json!({ "id": id, "rowVersion": 1, "archived": true })).done();
    let refusal = shop.refuses("UNDO_NOT_POSSIBLE", "batch_undo", json!({ "id": shop.batch(&[]) }));
    assert_eq!((&refusal["problems"][0]["sku"], &refusal["problems"][0]["needed"]), (&json!("tea"), &Value::Null));
    shop.call("product_update", json!({ "id": id, "rowVersion": 2, "archived": false })).done();
    shop.play("undo\n stock tea 4 0 4\n doctor");
}

#[test]
fn a_batch_is_taken_back_once_and_an_undo_not_at_all() {
    let mut shop = Shop::open();
    shop.play("receive tea 10\n receive tea 3");
    let batch = shop.batch(&["1"]);
    let undone = shop.call("batch_undo", json!({ "id": batch, "reason": "wrong delivery" })).done();
    assert_eq!(
        (&undone["kind"], &undone["reversesId"], &undone["units"], &undone["lineCount"], &undone["note"]),
        (&json!("undo"), &json!(batch), &json!(-10), &json!(1), &json!("wrong delivery"))
    );
    let refusal = shop.refuses("ALREADY_UNDONE", "batch_undo", json!({ "id": batch }));
    assert_eq!(refusal["undoneBy"], undone["id"]);
    shop.refuses("ALREADY_UNDONE", "batch_undo_preview", json!({ "id": batch }));
    let refusal = shop.refuses("UNDO_NOT_POSSIBLE", "batch_undo", json!({ "id": undone["id"] }));
    assert_eq!(refusal["problems"].as_array().map(Vec::len), Some(1));
    shop.refuses("NOT_FOUND", "batch_undo", json!({ "id": new_id() }));
    let clerk = shop.role(Role::Clerk);
    shop.refuses_as(&clerk, "FORBIDDEN", "batch_undo", json!({ "id": shop.batch(&["2"]) }));
    let before = shop.call("batch_get", json!({ "id": batch })).done();
    assert_eq!(before["batch"]["undoneBy"], undone["id"]);
    assert_eq!(before["lines"][0]["onHandDelta"], 10, "nothing is deleted");
}

#[test]
fn a_preview_says_what_would_happen_and_changes_nothing() {
    let mut shop = Shop::open();
    shop.play(
        "location back
         receive tea 10 coffee 2
         transfer floor back tea 6
         order O1 tea@back 5 delivered
         hold R1 tea@back 1 for 60s",
    );
    let before = shop.everything();
    let ask = |shop: &Shop| shop.call("batch_undo_preview", json!({ "id": shop.batch(&[]) })).done();
    let preview = ask(&shop);
    let lines: Vec<(String, i64, i64, i64)> = preview["lines"]
        .as_array()
        .expect("lines")
        .iter()
        .map(|line| {
            let figure = |field: &str| line[field].as_i64().expect("a figure");
            (text(&line["locationName"]), figure("delta"), figure("onHandNow"), figure("onHandAfter"))
        })
        .collect();
    let floor = text(&shop.location("floor")["name"]);
    assert_eq!(lines, [(floor, 6, 4, 10), ("back".to_owned(), -6, 1, -5)]);
    assert_eq!((&preview["linesTotal"], &preview["changes"]), (&json!(2), &json!(0)));
    let problem = &preview["problems"][0];
    assert_eq!(
        (&problem["label"], &problem["sku"], &problem["needed"], &problem["available"]),
        (&json!("tea"), &json!("tea"), &json!(6), &json!(0))
    );
    shop.nothing_changed_since(&before, "a preview was read");
    shop.play("tick 61s");
    assert_eq!(ask(&shop)["problems"][0]["available"], 1, "a lapsed hold is no promise");
}

#[test]
fn what_a_unit_cost_last_goes_back_with_the_receipt_that_said_it() {
    let mut shop = Shop::open();
    let tea = shop.variant("tea");
    let cost = |shop: &Shop| {
        let rows = shop.call("stock_list", json!({ "text": "tea" })).done();
        rows["rows"][0]["lastCost"].clone()
    };
    let mut batches = Vec::new();
    assert_eq!(cost(&shop), Value::Null);
    for (command, unit_cost) in [
        ("stock_open", json!("1.00")),
        ("stock_receive", json!("1.20")),
        ("stock_receive", Value::Null),
        ("stock_receive", json!("1.50")),
    ] {
        let mut line = json!({ "variantId": tea, "quantity": 5 });
        if !unit_cost.is_null() {
            line["unitCost"] = unit_cost;
        }
        batches.push(shop.call(command, json!({ "lines": [line] })).done()["batchId"].clone());
    }
    let undo = |shop: &Shop, index: usize| {
        shop.call("batch_undo", json!({ "id": batches[index] })).done();
        cost(shop)
    };
    assert_eq!(cost(&shop), "1.50");
    assert_eq!(undo(&shop, 1), "1.50", "an older one changes nothing");
    assert_eq!(undo(&shop, 3), "1.00");
    assert_eq!(undo(&shop, 2), "1.00");
    assert_eq!(undo(&shop, 0), Value::Null);
    shop.play("stock tea 0 0 0\n doctor");
}

#[test]
fn movements_and_audit_of_an_undo_belong_to_its_batch() {
    let mut shop = Shop::open();
    shop.play("location back\n receive tea 10\n transfer floor back tea 4\n undo");
    let tea = shop.variant("tea");
    let undo = shop.batch(&[]);
    let rows = shop.all_pages("stock_movements", &json!({ "variantId": tea, "batchId": undo }), 1);
    let told: Vec<(String, i64, String)> = rows
        .iter()
        .map(|row| {
            assert_eq!((&row["reason"], &row["reasonName"]), (&json!("undo"), &json!("Undo")));
            (text(&row["kind"]), row["onHandDelta"].as_i64().expect("a figure"), text(&row["locationName"]))
        })
        .collect();
    let floor = text(&shop.location("floor")["name"]);
    let mut told = told;
    told.sort();
    assert_eq!(told, [("transfer_in".to_owned(), 4, floor), ("transfer_out".to_owned(), -4, "back".to_owned())]);
    let of_batch =
        format!("SELECT action FROM audit_entry WHERE lower(hex(batch_id)) = '{}' ORDER BY seq", undo.replace('-', ""));
    let actions: Vec<String> = support::column(&shop.look(), &of_batch);
    assert_eq!(actions, ["stock_adjusted", "stock_adjusted", "batch_undone"]);
    let get = shop.call("batch_get", json!({ "id": undo })).done();
    assert_eq!((&get["batch"]["locationName"], &get["linesTotal"]), (&json!("back"), &json!(2)));
    let by_number = shop.call("batch_get", json!({ "seq": get["batch"]["seq"] })).done();
    assert_eq!(by_number["batch"]["id"], json!(undo));
    shop.refuses("NOT_FOUND", "batch_get", json!({ "seq": 99 }));
    shop.refuses("VALIDATION", "batch_get", json!({}));
}

#[test]
fn batches_are_listed_from_the_newest_and_found_by_what_they_are_called() {
    let mut shop = Shop::open();
    shop.play("location back\n receive tea 10\n transfer floor back tea 4\n adjust tea -1 damaged\n undo");
    let lines = shop.lines(&["tea", "2"]);
    let receive = json!({ "lines": lines, "supplier": "Leaf & Co", "document": "LS-77", "note": "two cartons" });
    shop.call("stock_receive", receive).done();
    let list = |shop: &Shop, request: Value| -> Vec<String> {
        shop.all_pages("batch_list", &request, 2).iter().map(|row| text(&row["kind"])).collect()
    };
    assert_eq!(list(&shop, json!({})), ["receive", "undo", "adjust", "transfer", "receive"]);
    assert_eq!(list(&shop, json!({ "kinds": ["receive", "adjust"] })), ["receive", "adjust", "receive"]);
    for text in ["leaf", "ls-7", "CARTONS"] {
        assert_eq!(list(&shop, json!({ "text": text })), ["receive"], "{text}");
    }
    assert_eq!(list(&shop, json!({ "text": "%" })), Vec::<String>::new());
    let rows = shop.all_pages("batch_list", &json!({ "kinds": ["transfer"] }), 10);
    assert_eq!(
        (&rows[0]["locationName"], &rows[0]["toLocationName"], &rows[0]["units"], &rows[0]["lineCount"]),
        (&shop.location("floor")["name"], &json!("back"), &json!(0), &json!(1))
    );
}

#[test]
fn a_posted_count_is_taken_back() {
    let mut shop = Shop::open();
    shop.play("receive tea 10 coffee 5");
    let (tea, coffee) = (shop.variant("tea"), shop.variant("coffee"));
    let sheet = shop.call("count_start", json!({ "scope": "all", "blind": true })).done();
    let entries = json!([
        { "variantId": tea, "quantity": 8, "mode": "set" },
        { "variantId": coffee, "quantity": 6, "mode": "set" },
    ]);
    shop.call("count_enter", json!({ "id": sheet["id"], "entries": entries })).done();
    shop.play("order O1 tea 2 delivered");
    let version = shop.call("count_get", json!({ "id": sheet["id"] })).done()["rowVersion"].clone();
    let post = json!({ "id": sheet["id"], "rowVersion": version, "uncounted": "leave" });
    let posted = shop.call("count_post", post).done();
    shop.play("stock tea 6 0 6\n stock coffee 6 0 6\n order O2 tea 1 delivered");
    shop.call("batch_undo", json!({ "id": posted["batchId"] })).done();
    shop.play("stock tea 7 0 7\n stock coffee 5 0 5\n doctor");
}
