//! A picture of every screen, light and dark, small and large: made to be looked at. What a program can
//! see of a bad picture is checked here: nothing wider than the window, no error shown.

use harness::{Scene, Window, button, part, tell};
use serde_json::json;
use thirtyfour::Key;

const THEMES: [&str; 2] = ["light", "dark"];
/// The smallest window that is allowed, the one it opens with, a large one.
const SIZES: [(u32, u32); 3] = [(1024, 700), (1440, 900), (1600, 1000)];

const SCREENS: [&str; 22] = [
    "orders",
    "order",
    "basket",
    "new-order",
    "holds",
    "hold",
    "waiting",
    "stock",
    "product",
    "new-product",
    "summary",
    "categories",
    "count",
    "import",
    "changes",
    "change",
    "customers",
    "customer",
    "prices",
    "new-rule",
    "audit",
    "settings",
];

#[test]
fn every_screen_in_every_dress() {
    tell(Scene::new("screens").with_sample(50, 500), |window, _| async move {
        for theme in THEMES {
            wear(&window, theme).await;
            for size in SIZES {
                window.resize(size.0, size.1).await;
                for screen in SCREENS {
                    show(&window, screen).await;
                    look(&window, &format!("{screen}-{theme}-{}x{}", size.0, size.1)).await;
                    if screen == "new-rule" {
                        window.press(Key::Escape + "").await;
                        window.see_gone(part("rule-dialog")).await;
                    }
                }
            }
        }
    });
}

/// What a store shows on its first day.
#[test]
fn every_empty_screen() {
    tell(Scene::new("empty"), |window, _| async move {
        for theme in THEMES {
            wear(&window, theme).await;
            for size in [SIZES[0], SIZES[2]] {
                window.resize(size.0, size.1).await;
                for place in EMPTY {
                    window.click(part(format!("nav-{place}"))).await;
                    look(&window, &format!("empty-{place}-{theme}-{}x{}", size.0, size.1)).await;
                }
            }
        }
    });
}

const EMPTY: [&str; 11] =
    ["orders", "baskets", "holds", "stock", "categories", "count", "import", "changes", "customers", "prices", "audit"];

async fn wear(window: &Window, theme: &str) {
    window.script("localStorage.setItem('stockroom.theme', arguments[0])", vec![json!(theme)]).await;
    window.reload().await;
    window
        .until("the theme", || async {
            (window.script("return document.documentElement.dataset.theme", vec![]).await == theme).then_some(())
        })
        .await;
}

async fn show(window: &Window, screen: &str) {
    match screen {
        "orders" => {
            window.click(part("nav-orders")).await;
            window.click(part("view-all")).await;
            see_rows(window, "orders-grid").await;
        }
        "order" => open_first_row(window, "orders-grid", "order-panel").await,
        "basket" => {
            window.click(part("nav-baskets")).await;
            window.click(part("basket-tab")).await;
            window.see(part("draft-line")).await;
        }
        "new-order" => {
            window.click(part("nav-orders")).await;
            window.click(part("new-order")).await;
            window.see(part("scan-field")).await;
        }
        "holds" => {
            window.click(part("nav-holds")).await;
            see_rows(window, "holds-grid").await;
        }
        "hold" => open_first_row(window, "holds-grid", "hold-panel").await,
        "waiting" => {
            window.click(part("view-waiting")).await;
            see_rows(window, "waits-grid").await;
        }
        "customers" => {
            window.click(part("nav-customers")).await;
            see_rows(window, "customers-grid").await;
        }
        "customer" => open_first_row(window, "customers-grid", "customer-panel").await,
        "prices" => {
            window.click(part("nav-prices")).await;
            see_rows(window, "prices-grid").await;
        }
        "new-rule" => {
            window.click(part("new-rule")).await;
            window.see(part("rule-dialog")).await;
        }
        "stock" => {
            window.click(part("nav-stock")).await;
            see_rows(window, "stock-grid").await;
        }
        "product" => open_first_row(window, "stock-grid", "stock-panel").await,
        "new-product" => {
            window.click(part("new-product")).await;
            window.see(part("product-editor")).await;
        }
        "summary" => {
            window.click(part("nav-stock")).await;
            window.click(part("stock-summary")).await;
            window.see(part("summary-categories")).await;
        }
        "categories" => {
            window.click(part("nav-categories")).await;
            window.see(part("category-tree")).await;
        }
        "count" => {
            window.click(part("nav-count")).await;
            window.see(button("Start a count")).await;
        }
        "import" => {
            window.click(part("nav-import")).await;
            window.see(part("import-choose")).await;
        }
        "changes" => {
            window.click(part("nav-changes")).await;
            see_rows(window, "changes-grid").await;
        }
        "change" => open_first_row(window, "changes-grid", "batch-undo").await,
        "audit" => {
            window.click(part("nav-audit")).await;
            see_rows(window, "audit-grid").await;
        }
        "settings" => {
            window.click(part("nav-settings")).await;
            window.see(part("store-path")).await;
        }
        unknown => panic!("no screen is called {unknown}"),
    }
}

async fn see_rows(window: &Window, grid: &str) {
    let first = format!("[data-testid={grid}] [data-row-index='0']");
    let words = "return document.querySelector(arguments[0])?.textContent ?? ''";
    window
        .until(&format!("the first row of {grid}"), || async {
            (window.script(words, vec![json!(first)]).await != "").then_some(())
        })
        .await;
}

async fn open_first_row(window: &Window, grid: &str, panel: &str) {
    let first = format!("[data-testid={grid}] [data-row-index='0']");
    window
        .until(&format!("{panel} of the first row"), || async {
            window
                .script(
                    "document.querySelector(arguments[0])?.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))",
                    vec![json!(first)],
                )
                .await;
            window.shows(part(panel)).await.then_some(())
        })
        .await;
}

async fn look(window: &Window, name: &str) {
    window.screenshot(name).await;
    let wider = window.script("return document.documentElement.scrollWidth - innerWidth", vec![]).await;
    assert_eq!(wider, json!(0), "{name}: the page is wider than the window");
    assert!(!window.shows(part("error-note")).await, "{name}: an error is on the screen");
}
