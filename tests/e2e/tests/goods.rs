//! A day with the goods: a product with variants, a file of a thousand rows with ten bad ones, a scan, a delivery, a
//! transfer, a count while somebody sells, and the import taken back.

use harness::{Scene, Window, button, checkbox, field, option, part, row, tab, tell, text};
use serde_json::{Value, json};
use std::fmt::Write;
use thirtyfour::Key;

/// Rows of the file, and how many of them cannot go in.
const ROWS: usize = 1_000;
const BAD: usize = 10;
/// The code on the first good of the file.
const CODE: &str = "5390000000017";
const SHIRT: &str = "Linen shirt";

#[test]
fn a_day_with_the_goods() {
    let scene = Scene::new("goods").with_sample(12, 30);
    // The sample has one place or more; this one is empty.
    scene.call("location_create", &json!({ "name": "Cellar" }));
    std::fs::write(scene.import(), file_with_bad_rows()).expect("a file to import");
    tell(scene, |window, scene| async move {
        make_a_shirt_in_six_variants(&window, &scene).await;
        import_a_file_with_bad_rows(&window, &scene).await;
        scan_a_code(&window).await;
        receive_and_transfer(&window, &scene).await;
        count_while_somebody_sells(&window, &scene).await;
        take_the_import_back(&window, &scene).await;
    });
}

fn file_with_bad_rows() -> String {
    let mut file = "SKU,Name,Price,Barcode,Category\n".to_owned();
    for place in 1..=ROWS {
        let price = if place % (ROWS / BAD) == 0 { "12.x0".to_owned() } else { format!("{}.50", place % 90 + 1) };
        let barcode = if place == 1 { CODE.to_owned() } else { String::new() };
        writeln!(file, "IMP-{place:04},Imported good {place},{price},{barcode},Imported > Shelf {}", place % 5)
            .expect("a text takes a line");
    }
    file
}

async fn make_a_shirt_in_six_variants(window: &Window, scene: &Scene) {
    window.click(part("nav-stock")).await;
    window.click(part("new-product")).await;
    window.fill(part("product-name"), SHIRT).await;
    window.fill(part("product-price"), "49.00").await;
    window.click(checkbox("Has variants")).await;
    window.click(part("open-matrix")).await;
    window.fill(part("matrix-name"), "Size").await;
    window.fill(part("matrix-values"), "S, M, L").await;
    window.click(part("matrix-add")).await;
    fill_last(window, "matrix-name", "Colour").await;
    fill_last(window, "matrix-values", "Ink, Moss").await;
    window.fill(part("matrix-pattern"), "SHIRT-{Size}-{Colour}").await;
    window.see(row("M / Moss")).await;
    window.screenshot("goods-1-matrix").await;
    window.click(part("matrix-commit")).await;
    window.click(part("product-save")).await;
    window.see(text("created")).await;
    window.screenshot("goods-2-product").await;

    let rows = stock(scene, SHIRT);
    assert_eq!(rows.len(), 6, "{rows:?}");
    assert!(rows.iter().any(|row| row["label"] == "M / Moss" && row["price"] == "49.00"), "{rows:?}");
}

/// The second of two fields that look alike.
async fn fill_last(window: &Window, id: &str, words: &str) {
    let focus = "[...document.querySelectorAll(`[data-testid=${arguments[0]}]`)].at(-1).focus()";
    window.script(focus, vec![json!(id)]).await;
    window.press(words).await;
}

async fn import_a_file_with_bad_rows(window: &Window, scene: &Scene) {
    window.click(part("nav-import")).await;
    window.click(part("import-choose")).await;
    window.see(text("import.csv")).await;
    window.screenshot("goods-3-file").await;
    window.click(part("import-next")).await;
    window.see(part("columns")).await;
    window.screenshot("goods-4-columns").await;
    window.click(part("import-check")).await;
    window.see(text("12.x0")).await;
    let refused = window.see(part("figure-refused")).await.text().await.expect("a figure");
    assert!(refused.contains(&BAD.to_string()), "ten rows are refused: {refused}");
    window.screenshot("goods-5-check").await;
    assert_eq!(stock(scene, "IMP-0001").len(), 0, "a dry run changed the store");
    window.click(part("import-apply")).await;
    window.see(part("import-result")).await;
    window.screenshot("goods-6-imported").await;
    let found = scene.call("stock_summary", &json!({ "text": "Imported good" }));
    assert_eq!(found["variants"], ROWS - BAD);
}

async fn scan_a_code(window: &Window) {
    window.click(part("nav-stock")).await;
    window.see(part("stock-grid")).await;
    // Typed as a scanner does: at once, wherever the focus is, and with Enter at its end.
    window.press(Key::Escape + "").await;
    window.press(CODE.to_owned() + Key::Enter).await;
    window.see(part("stock-panel")).await;
    window.see(text("IMP-0001")).await;
    window.screenshot("goods-7-scanned").await;
}

async fn receive_and_transfer(window: &Window, scene: &Scene) {
    let shirt = stock(scene, "SHIRT-M-MOSS").remove(0);
    window.click(part("stock-receive")).await;
    pick(window, "receive-dialog", "SHIRT-M-MOSS").await;
    window.fill(field(format!("Units of {SHIRT}, M / Moss")), "12").await;
    window.fill(field("Delivery note"), "DN-1").await;
    window.screenshot("goods-8-receive").await;
    window.click(part("receive-commit")).await;
    window.see(text("received, 12 on hand")).await;

    window.click(part("nav-changes")).await;
    window.see(row("DN-1")).await;
    window.screenshot("goods-9-changes").await;

    let places = scene.call("location_list", &json!({}));
    let places = places["rows"].as_array().expect("locations");
    let cellar = places.iter().find(|place| place["name"] == "Cellar").expect("the cellar");
    let selling = places.iter().find(|place| place["selling"] == true).expect("the selling location");
    window.click(part("nav-stock")).await;
    window.fill(field("Name, SKU, or barcode"), "SHIRT-M-MOSS").await;
    open_row(window, "stock-grid", "SHIRT-M-MOSS", "stock-panel").await;
    window.click(part("panel-transfer")).await;
    window.see(part("transfer-dialog")).await;
    choose(window, "From", selling["name"].as_str().unwrap_or_default()).await;
    choose(window, "To", "Cellar").await;
    window.fill(field(format!("Units of {SHIRT}, M / Moss")), "5").await;
    window.screenshot("goods-10-transfer").await;
    window.click(part("transfer-commit")).await;
    window.see_gone(part("transfer-dialog")).await;
    let balances = scene.call("stock_balances", &json!({ "variantId": shirt["variantId"] }));
    let there = balances["rows"]
        .as_array()
        .and_then(|rows| rows.iter().find(|row| row["locationId"] == cellar["id"]).map(|row| row["onHand"].clone()));
    assert_eq!(there, Some(json!(5)), "{balances}");
    window.screenshot("goods-11-where").await;
}

/// Puts a value into a list of choices.
async fn choose(window: &Window, label: &str, value: &str) {
    window.click(button(label)).await;
    window.click(option(value)).await;
}

async fn pick(window: &Window, dialog: &str, sku: &str) {
    window.see(part(dialog)).await;
    window.fill(field("Product"), sku).await;
    window.click(option(SHIRT)).await;
}

async fn count_while_somebody_sells(window: &Window, scene: &Scene) {
    let variant = stock(scene, "SHIRT-M-MOSS")[0]["variantId"].clone();
    window.click(part("nav-count")).await;
    window.click(part("start-count")).await;
    window.click(tab("What I scan")).await;
    window.fill(part("start-name"), "Shirts").await;
    window.screenshot("goods-12-start-count").await;
    window.click(part("start-commit")).await;
    // Seven are on the shelf by the books; six are found.
    window.fill(part("count-scan"), "6*SHIRT-M-MOSS").await;
    window.press(Key::Enter + "").await;
    window.see(row("SHIRT-M-MOSS")).await;
    window.screenshot("goods-13-counting").await;

    // Two of them are sold and handed over before the count is posted.
    let lines = json!([{ "variantId": variant, "quantity": 2 }]);
    let sale = json!({ "lines": lines, "customer": { "name": "Emmy Noether" }, "upTo": "delivered" });
    scene.call("order_place", &sale);
    window.click(part("count-review")).await;
    window.screenshot("goods-14-review").await;
    window.click(part("count-post")).await;
    window.see(text("posted")).await;

    let row = &stock_at_selling(scene, &variant);
    assert_eq!(row["onHand"], 4, "7 on hand, 6 counted, 2 sold since: {row}");
}

async fn take_the_import_back(window: &Window, scene: &Scene) {
    window.click(part("nav-changes")).await;
    open_row(window, "changes-grid", "import.csv", "batch-undo").await;
    window.click(part("batch-undo")).await;
    window.see(part("undo-dialog")).await;
    window.screenshot("goods-15-undo").await;
    window.click(part("undo-commit")).await;
    window.see_gone(part("undo-dialog")).await;
    window
        .until("the imported goods are gone", || async {
            let left = scene.call("stock_summary", &json!({ "text": "Imported good" }));
            (left["variants"] == 0).then_some(())
        })
        .await;
    window.screenshot("goods-16-undone").await;
    assert!(scene.cli(&["doctor"]).contains("ok") || scene.call("doctor_run", &json!({}))["ok"] == true);
}

fn stock(scene: &Scene, text: &str) -> Vec<Value> {
    scene.call("stock_list", &json!({ "text": text }))["rows"].as_array().cloned().unwrap_or_default()
}

fn stock_at_selling(scene: &Scene, variant: &Value) -> Value {
    let balances = scene.call("stock_balances", &json!({ "variantId": variant }));
    let rows = balances["rows"].as_array().cloned().unwrap_or_default();
    rows.into_iter().find(|row| row["selling"] == true).unwrap_or_default()
}

/// Opens the panel of the row that has these words.
async fn open_row(window: &Window, grid: &str, words: &str, panel: &str) {
    let open = "[...document.querySelectorAll(`[data-testid=${arguments[0]}] [data-row-index]`)]
       .find((row) => row.textContent.includes(arguments[1]))
       ?.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))";
    window
        .until(&format!("{panel} of {words}"), || async {
            window.script(open, vec![json!(grid), json!(words)]).await;
            window.shows(part(panel)).await.then_some(())
        })
        .await;
}
