//! A day at the counter, from the first hold to the exported list: the whole of it in one window.

use std::time::Duration;

use harness::{Scene, Window, button, checkbox, field, menu_item, option, part, row, tell, text};
use serde_json::{Value, json};
use thirtyfour::Key;

use crate::shop::{NAME, ON_HAND, SKU, chair_variant, chairs, with_oak_chairs};

/// The promise: what another program writes is on every open list within a second. Half a second
/// more is for the driver, which looks every now and then.
const SEEN_WITHIN: Duration = Duration::from_millis(1_500);

#[test]
fn a_day_at_the_counter() {
    tell(with_oak_chairs(Scene::new("story")), |window, scene| async move {
        hold_three_chairs(&window).await;
        assert_eq!(chairs(&scene), (ON_HAND, 3, 5), "the hold reserves and takes nothing off the shelf");

        be_refused_seven_and_take_four(&window).await;
        assert_eq!(chairs(&scene), (ON_HAND, 7, 1));
        let number = hand_the_order_over(&window).await;
        assert_eq!(chairs(&scene), (ON_HAND - 4, 3, 1), "what was shipped left the shelf");

        watch_a_hold_lapse(&window, &scene).await;
        assert_eq!(chairs(&scene), (ON_HAND - 4, 3, 1), "what lapsed is free again");

        read_who_did_what(&window, &number).await;
        export_what_is_on_screen(&window, &scene).await;
        see_the_order_of_another_till(&window, &scene).await;
    });
}

async fn hold_three_chairs(window: &Window) {
    window.click(part("nav-holds")).await;
    window.click(button("Hold for a customer")).await;
    window.fill(field("Product"), SKU).await;
    window.click(option(NAME)).await;
    window.fill(field("Units of Oak chair"), "3").await;
    window.fill(part("hold-for"), "Ada Byron").await;
    window.screenshot("story-1-new-hold").await;
    window.click(part("hold-commit")).await;
    window.see(text("held for Ada Byron until")).await;
    window.see(row("Ada Byron")).await;
    window.screenshot("story-2-held").await;
}

async fn be_refused_seven_and_take_four(window: &Window) {
    window.click(part("nav-orders")).await;
    window.click(part("new-order")).await;
    window.fill(part("scan-field"), SKU).await;
    window.press(Key::Enter).await;
    window.see(part("draft-line")).await;
    window.fill(field("Units of Oak chair"), "7").await;
    window.fill(part("customer-field"), "Grace Hopper").await;
    window.click(part("place-order")).await;

    window.see(part("shortage-dialog")).await;
    let refusal = window.words().await;
    for said in ["asked 7", "available 5", "short 2", "Ada Byron"] {
        assert!(refusal.contains(said), "the refusal says {said:?}: {refusal}");
    }
    window.screenshot("story-3-shortage").await;

    window.click(button("Back to basket")).await;
    assert_eq!(window.value_of(field("Units of Oak chair")).await, "7", "the form is as it was left");
    assert_eq!(window.value_of(part("customer-field")).await, "Grace Hopper");
    window.fill(field("Units of Oak chair"), "4").await;
    window.click(part("place-order")).await;
    window.see_marked(part("order-status"), "data-status", "pending").await;
    window.screenshot("story-4-placed").await;
}

async fn hand_the_order_over(window: &Window) -> String {
    for (action, status) in
        [("confirm", "confirmed"), ("process", "processing"), ("ship", "shipped"), ("deliver", "delivered")]
    {
        window.click(part(format!("action-{action}"))).await;
        window.see_marked(part("order-status"), "data-status", status).await;
    }
    window.see_gone(part("action-cancel")).await;
    window.screenshot("story-5-delivered").await;
    window.see(part("order-number")).await.text().await.expect("the order has a number")
}

async fn watch_a_hold_lapse(window: &Window, scene: &Scene) {
    window.click(part("nav-holds")).await;
    window.see(row("Ada Byron")).await;
    let chair = chair_variant(scene);
    let hold = |seconds: u32, who: &str| {
        let lines = json!([{ "variantId": chair, "quantity": 1 }]);
        scene.call("reservation_create", &json!({ "lines": lines, "forWhom": who, "ttlSeconds": seconds }));
    };
    hold(4, "Alan Turing");
    window.see_within(SEEN_WITHIN, row("Alan Turing")).await;
    window.see(part("lapse-notice")).await;
    window.see_gone(row("Alan Turing")).await;
    window.screenshot("story-6-lapsed").await;

    hold(1, "Blaise Pascal");
    window
        .until("the hold of one second ended as expired", || async {
            let held = scene.call("reservation_list", &json!({ "text": "Blaise Pascal", "status": ["expired"] }));
            (held["rows"][0]["status"] == "expired").then_some(())
        })
        .await;
    window.see_gone(row("Blaise Pascal")).await;
    assert!(window.shows(row("Ada Byron")).await, "what has not lapsed is");
}

async fn read_who_did_what(window: &Window, number: &str) {
    window.click(part("nav-audit")).await;
    window.see(row(number)).await;
    window.click(part("verify-chain")).await;
    window.see(text("Chain verified to")).await;
    window.screenshot("story-7-audit").await;
}

async fn export_what_is_on_screen(window: &Window, scene: &Scene) {
    window.click(part("nav-orders")).await;
    window.click(part("view-all")).await;
    window.click(part("add-filter")).await;
    window.click(menu_item("Status")).await;
    window.click(checkbox("Delivered")).await;
    window.click(button("Show")).await;
    window.see(part("chip-status")).await;

    // The list is read anew: wait until what is drawn is what the totals count.
    let shown = window
        .until("as many rows as the totals say", || async {
            let shown = rows_on_screen(window).await?;
            let total = window.see(part("total-orders")).await.text().await.ok()?;
            let total: usize = total.split_whitespace().next()?.parse().ok()?;
            (!shown.is_empty() && shown.len() == total).then_some(shown)
        })
        .await;
    window.screenshot("story-8-filtered").await;
    window.click(part("export-csv")).await;
    window.see(text("written:")).await;
    window.screenshot("story-9-exported").await;
    assert_eq!(rows_of_the_file(scene), shown, "the file is what was on screen, in the same order");
}

/// The numbers of the orders that are drawn, from the top; nothing while a row waits for its words.
async fn rows_on_screen(window: &Window) -> Option<Vec<String>> {
    let rows = window
        .script(
            "return Array.from(document.querySelectorAll('[data-testid=orders-grid] [data-row-index]'))
               .sort((a, b) => a.dataset.rowIndex - b.dataset.rowIndex)
               .map((row) => /\\d{4}-\\d{6}/.exec(row.textContent)?.[0])",
            vec![],
        )
        .await;
    let Value::Array(rows) = rows else { panic!("the list is no list: {rows}") };
    rows.into_iter().map(|number| number.as_str().map(str::to_owned)).collect()
}

/// The numbers of the orders in the only file that was exported, from the top.
fn rows_of_the_file(scene: &Scene) -> Vec<String> {
    let files: Vec<_> = std::fs::read_dir(scene.exports()).expect("the folder of exports").flatten().collect();
    assert_eq!(files.len(), 1, "one file and nothing half-written beside it: {files:?}");
    let file = std::fs::read_to_string(files[0].path()).expect("the export is UTF-8");
    let mut lines = file.lines().map(|line| line.trim_start_matches('\u{feff}'));
    let head = lines.next().unwrap_or_default();
    assert_eq!(head.split(',').next(), Some("number"), "the first column is the number: {head}");
    lines.filter_map(|line| line.split(',').next()).map(str::to_owned).collect()
}

async fn see_the_order_of_another_till(window: &Window, scene: &Scene) {
    window.click(part("nav-orders")).await;
    window.click(part("view-all")).await;
    window.see(part("orders-grid")).await;
    let lines = json!([{ "variantId": chair_variant(scene), "quantity": 1 }]);
    let placed = scene.call("order_place", &json!({ "lines": lines, "customer": { "name": "Emmy Noether" } }));
    let number = placed["order"]["number"].as_str().expect("an order has a number").to_owned();

    // Rows never move under the cursor by themselves: the list says that there is more.
    window.see_within(SEEN_WITHIN, part("new-rows")).await;
    window.click(part("new-rows")).await;
    window.see(row(number)).await;
    window.screenshot("story-10-another-till").await;
}
