//! Selling, as a clerk does it: from a new category to a checkout whose hold lapses, and a sale that is short, waits
//! for what somebody else holds, is paid in cash, handed over, and partly brought back.

use harness::{Scene, Window, button, field, menu_item, option, part, row, tab, tell, text};
use serde_json::{Value, json};
use thirtyfour::Key;

use crate::shop::{NAME, SKU, chair_variant, chairs, with_oak_chairs};

/// How long a checkout keeps its units in the first story, in seconds.
const CHECKOUT_SECONDS: i64 = 6;
const TENT: &str = "Fjord tent";
const TENT_SAND: &str = "FJORD-SAND";

#[test]
fn eight_steps_from_a_category_to_a_lapse() {
    let scene = Scene::new("eight-steps").with_sample(12, 30);
    let settings = scene.call("settings_get", &json!({}));
    let version = settings["rowVersion"].clone();
    // Without a scanner: a driver types as fast as one.
    let set = json!({ "rowVersion": version, "checkoutSeconds": CHECKOUT_SECONDS, "scanGapMs": 0 });
    scene.call("settings_update", &set);
    for rule in scene.call("price_rule_list", &json!({ "limit": 200 }))["rows"].as_array().expect("rules") {
        let pause = json!({ "id": rule["id"], "rowVersion": rule["rowVersion"], "active": false });
        if rule["active"] == true {
            scene.call("price_rule_update", &pause);
        }
    }
    scene.call("customer_create", &json!({ "name": "Galway Scouts", "tierId": tier(&scene, "Gold") }));
    tell(scene, |window, scene| async move {
        make_a_category(&window).await;
        make_a_product_with_two_variants(&window).await;
        receive_the_variant(&window, &scene).await;
        make_the_rules_of_the_golden_example(&scene).await;
        see_the_quote(&window).await;
        put_it_into_a_basket(&window, &scene).await;
        let number = check_out(&window, &scene).await;
        watch_it_lapse(&window, &scene, &number).await;
    });
}

fn tier(scene: &Scene, name: &str) -> Value {
    let tiers = scene.call("tier_list", &json!({}));
    let found = tiers["rows"].as_array().and_then(|rows| rows.iter().find(|tier| tier["name"] == name).cloned());
    found.unwrap_or_else(|| panic!("a tier {name}: {tiers}"))["id"].clone()
}

async fn make_a_category(window: &Window) {
    window.click(part("nav-categories")).await;
    window.click(part("new-category")).await;
    window.fill(part("category-name"), "Expedition").await;
    window.press(Key::Enter).await;
    window.see(part("category-panel")).await;
    window.screenshot("eight-1-category").await;
}

async fn make_a_product_with_two_variants(window: &Window) {
    window.click(part("nav-stock")).await;
    window.click(part("new-product")).await;
    window.fill(part("product-name"), TENT).await;
    window.fill(part("product-price"), "500.00").await;
    window.fill(part("category-picker"), "Expedition").await;
    window.click(option("Expedition")).await;
    window.click(harness::checkbox("Has variants")).await;
    window.click(part("open-matrix")).await;
    window.fill(part("matrix-name"), "Colour").await;
    window.fill(part("matrix-values"), "Sand, Moss").await;
    window.fill(part("matrix-pattern"), "FJORD-{Colour}").await;
    window.click(part("matrix-commit")).await;
    window.click(part("product-save")).await;
    window.see(text("created")).await;
    window.screenshot("eight-2-product").await;
}

async fn receive_the_variant(window: &Window, scene: &Scene) {
    // The golden example: the variant costs 50.00 more than the product.
    let found = scene.call("product_find", &json!({ "code": TENT_SAND }));
    let product = scene.call("product_get", &json!({ "id": found["match"]["productId"] }));
    let variants = product["variants"].as_array().expect("variants");
    let sand = variants.iter().find(|variant| variant["sku"] == TENT_SAND).expect("the sand one");
    scene.call(
        "product_update",
        &json!({
            "id": product["id"], "rowVersion": product["rowVersion"],
            "variants": [{ "id": sand["id"], "priceAdjustment": "50.00" }],
        }),
    );
    window.click(part("nav-stock")).await;
    window.fill(field("Name, SKU, or barcode"), TENT_SAND).await;
    window.see(row(TENT_SAND)).await;
    window.click(part("stock-receive")).await;
    let dialog = "document.querySelector('[data-testid=receive-dialog] input').focus()";
    window.see(part("receive-dialog")).await;
    window.script(dialog, vec![]).await;
    window.press(TENT_SAND).await;
    window.click(option(TENT)).await;
    window.fill(field(format!("Units of {TENT}, Sand")), "20").await;
    window.click(part("receive-commit")).await;
    window.see(text("received, 20 on hand")).await;
    window.screenshot("eight-3-stock").await;
}

async fn make_the_rules_of_the_golden_example(scene: &Scene) {
    scene.call(
        "price_rule_create",
        &json!({
            "kind": "quantity_break", "name": "Ten or more", "scope": "store", "minQuantity": 10,
            "effect": { "kind": "percent", "basisPoints": 1000 }, "active": true,
        }),
    );
    scene.call(
        "price_rule_create",
        &json!({
            "kind": "tier", "name": "Gold, whole store", "scope": "store", "tierId": tier(scene, "Gold"),
            "effect": { "kind": "percent", "basisPoints": 1500 }, "active": true,
        }),
    );
}

async fn see_the_quote(window: &Window) {
    window.click(part("nav-prices")).await;
    window.fill(part("simulator-product"), TENT_SAND).await;
    window.click(option(TENT)).await;
    window.fill(field("Quantity"), "10").await;
    window.press(Key::Tab).await;
    window.click(button("Tier")).await;
    window.click(option("Gold")).await;
    // 500.00 + 50.00, ten or more less 10 %, Gold less 15 %.
    for figure in ["550.00", "495.00", "420.75", "4,207.50"] {
        window.see(text(figure)).await;
    }
    window.see(part("price-strip")).await;
    window.screenshot("eight-4-quote").await;
}

async fn put_it_into_a_basket(window: &Window, scene: &Scene) {
    window.click(part("nav-baskets")).await;
    window.see(part("scan-field")).await;
    window.press("n").await;
    window.fill(part("scan-field"), TENT_SAND).await;
    window.press(Key::Enter).await;
    window.see(part("draft-line")).await;
    window.fill(field(format!("Units of {TENT}, Sand")), "5").await;
    window.press(Key::Tab).await;
    window.fill(part("customer-field"), "Galway").await;
    window.click(option("Galway Scouts")).await;
    window.see(part("customer-picked")).await;
    window.see(text("2,337.50")).await;
    window.screenshot("eight-5-basket").await;

    let baskets = scene.call("basket_list", &json!({}));
    let kept =
        baskets["rows"].as_array().and_then(|rows| rows.iter().find(|row| row["customerName"] == "Galway Scouts"));
    let basket = scene.call("basket_get", &json!({ "id": kept.expect("the basket is in the books")["id"] }));
    assert_eq!((&basket["lines"][0]["unitPrice"], &basket["total"]), (&json!("467.50"), &json!("2337.50")), "{basket}");
}

async fn check_out(window: &Window, scene: &Scene) -> String {
    window.click(part("place-ways")).await;
    window.click(menu_item("Hold for checkout")).await;
    window.see_marked(part("order-status"), "data-status", "pending").await;
    window.see(part("deadline-bar")).await;
    window.screenshot("eight-6-checkout").await;
    assert_eq!(tents(scene), (20, 5, 15), "the checkout holds what the basket asked for");
    window.see(part("order-number")).await.text().await.expect("a number")
}

/// Nobody touches the order: what it holds is free again when its time is over, and it can still be confirmed.
async fn watch_it_lapse(window: &Window, scene: &Scene, number: &str) {
    window
        .until("the hold of the checkout lapsed", || async {
            let found = scene.call("order_get", &json!({ "number": number }));
            found["holds"].as_array().is_some_and(Vec::is_empty).then_some(())
        })
        .await;
    assert_eq!(tents(scene), (20, 0, 20));
    window.screenshot("eight-7-lapsed").await;
    window.click(part("action-confirm")).await;
    window.see_marked(part("order-status"), "data-status", "confirmed").await;
    assert_eq!(tents(scene), (20, 5, 15), "confirming took the units again");
    window.screenshot("eight-8-confirmed").await;
}

fn tents(scene: &Scene) -> (i64, i64, i64) {
    let page = scene.call("stock_list", &json!({ "text": TENT_SAND }));
    let figure = |name: &str| page["rows"][0][name].as_i64().unwrap_or_else(|| panic!("{name}: {page}"));
    (figure("onHand"), figure("reserved"), figure("available"))
}

#[test]
fn a_sale_that_waits_and_comes_back() {
    tell(with_oak_chairs(Scene::new("waiting")), |window, scene| async move {
        let hold = somebody_holds_six(&scene);
        be_short_and_wait(&window).await;
        get_what_was_waited_for(&window, &scene, &hold).await;
        hand_over_for_cash(&window, &scene).await;
        take_one_back(&window, &scene).await;
    });
}

/// Another till: six of the eight chairs are promised to J. Smith.
fn somebody_holds_six(scene: &Scene) -> Value {
    let lines = json!([{ "variantId": chair_variant(scene), "quantity": 6 }]);
    let held = scene.call("reservation_create", &json!({ "lines": lines, "forWhom": "J. Smith" }));
    held["rows"][0]["id"].clone()
}

async fn be_short_and_wait(window: &Window) {
    window.click(part("nav-orders")).await;
    window.click(part("new-order")).await;
    window.fill(part("scan-field"), SKU).await;
    window.press(Key::Enter).await;
    window.see(part("draft-line")).await;
    window.fill(field(format!("Units of {NAME}")), "3").await;
    window.press(Key::Tab).await;
    window.fill(part("customer-field"), "Dervla Quinn").await;
    window.click(part("place-ways")).await;
    window.click(menu_item("Place and confirm")).await;
    window.see(part("shortage-dialog")).await;
    let said = window.words().await;
    for figure in ["asked 3", "available 2", "short 1", "J. Smith"] {
        assert!(said.contains(figure), "the dialog says {figure:?}: {said}");
    }
    window.screenshot("waiting-1-short").await;

    window.click(part("wait-for")).await;
    window.see(part("wait-form")).await;
    window.click(tab("This basket")).await;
    window.screenshot("waiting-2-wait").await;
    window.click(part("wait-commit")).await;
    window.see(part("short-waiting")).await;
    window.screenshot("waiting-3-queued").await;
    window.click(button("Back to basket")).await;
    assert_eq!(window.value_of(field(format!("Units of {NAME}"))).await, "3", "the basket is as it was left");
    window.see(part("line-waiting")).await;
}

async fn get_what_was_waited_for(window: &Window, scene: &Scene, hold: &Value) {
    let waits = scene.call("wait_list", &json!({ "status": "waiting" }));
    assert_eq!(waits["rows"].as_array().map(Vec::len), Some(1), "{waits}");
    assert_eq!(chairs(scene), (8, 8, 0), "what is free is held for the basket; the third chair is waited for");
    scene.call("reservation_release", &json!({ "ids": [hold] }));
    window.see(part("wait-notice")).await;
    window.see(part("line-held")).await;
    window.screenshot("waiting-4-granted").await;
    assert_eq!(chairs(scene), (8, 3, 5), "the chair that was waited for is held too");
}

async fn hand_over_for_cash(window: &Window, scene: &Scene) {
    window.click(part("place-ways")).await;
    window.click(menu_item("Hand over now")).await;
    window.see(part("hand-over")).await;
    window.fill(part("tendered"), "400").await;
    window.see(text("40.00")).await;
    window.screenshot("waiting-5-cash").await;
    window.click(part("hand-over-commit")).await;
    window.see(part("give-back")).await;
    window.screenshot("waiting-6-change").await;
    assert_eq!(chairs(scene), (5, 0, 5), "what was handed over left the shelf");
    window.click(part("next-customer")).await;
}

async fn take_one_back(window: &Window, scene: &Scene) {
    window.click(part("nav-orders")).await;
    window.click(part("view-all")).await;
    window.click(row("Dervla Quinn")).await;
    window.press(Key::Enter).await;
    window.see_marked(part("order-status"), "data-status", "delivered").await;
    window.click(part("action-return")).await;
    window.see(part("return-commit")).await;
    window.fill(field(format!("Sellable units of {NAME}")), "1").await;
    window.fill(part("reason"), "One too many").await;
    window.screenshot("waiting-7-return").await;
    window.click(part("return-commit")).await;
    window.see(part("returns")).await;
    window.see(part("timeline")).await;
    window.screenshot("waiting-8-returned").await;
    assert_eq!(chairs(scene), (6, 0, 6), "the chair is on the shelf again");

    let number = window.see(part("order-number")).await.text().await.expect("a number");
    let order = scene.call("order_get", &json!({ "number": number }));
    let figures = (&order["paid"], &order["returned"], &order["due"]);
    assert_eq!(figures, (&json!("360.00"), &json!("120.00"), &json!("-120.00")), "{order}");
}
