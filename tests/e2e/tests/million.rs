//! The order table at a million rows. WebKitGTK paints nothing below 16,777,216 pixels of scroll height,
//! though the page's own figures are right: only a picture shows it, so pictures are compared.

use harness::{Scene, Window, part, tell, text};
use serde_json::json;

const ROWS: i64 = 1_000_000;
/// The first row that a plain tall page leaves blank at 32 pixels a row is 524,288.
const PLACES: [i64; 3] = [0, 524_299, ROWS - 1];

#[test]
fn a_million_orders_are_painted_from_the_first_to_the_last() {
    let store = std::env::var_os("STOCKROOM_E2E_BIG_STORE")
        .expect("STOCKROOM_E2E_BIG_STORE names a store with a million orders");
    tell(Scene::new("million").with_store(store), |window, _| async move {
        window.click(part("nav-orders")).await;
        window.click(part("view-all")).await;
        window.see(text("1,000,000 orders")).await;
        let mut pictures = Vec::new();
        for place in PLACES {
            scroll_to(&window, place).await;
            let picture = window.screenshot(&format!("million-row-{}", place + 1)).await;
            pictures.push(std::fs::metadata(picture).expect("the picture was saved").len());
        }
        // A list that is not painted is one colour, which takes next to no bytes.
        let fullest = pictures.iter().copied().max().unwrap_or_default();
        assert!(pictures.iter().all(|bytes| bytes * 2 > fullest), "a picture is all but empty: {pictures:?} bytes");
    });
}

/// A thumb cannot be put more exactly than this.
const NEAR: i64 = 1_000;

/// Drags the thumb to where the row is, and waits until the rows there are drawn with their words.
async fn scroll_to(window: &Window, place: i64) {
    let drag = "const list = document.querySelector('[data-testid=orders-grid]');
        list.scrollTop = (list.scrollHeight - list.clientHeight) * arguments[0];
        return true";
    window.see(part("orders-grid")).await;
    window.script(drag, vec![json!(place as f64 / (ROWS - 1) as f64)]).await;
    let look = "const top = document.querySelector('[data-testid=orders-grid]').getBoundingClientRect();
        const rows = Array.from(document.querySelectorAll('[data-testid=orders-grid] [data-row-index]'))
          .filter((row) => { const box = row.getBoundingClientRect(); return box.bottom > top.top + 32 && box.top < top.bottom });
        if (rows.length === 0 || rows.some((row) => !/\\d{6}/.test(row.textContent))) return null;
        return Math.min(...rows.map((row) => Number(row.dataset.rowIndex)))";
    window
        .until(&format!("rows near {place}"), || async {
            let top = window.script(look, vec![]).await.as_i64()?;
            ((top - place).abs() < NEAR).then_some(())
        })
        .await;
}
