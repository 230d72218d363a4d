//! The order table at a million rows. WebKitGTK paints nothing below 16,777,216 pixels of scroll height,
//! though the page's own figures are right: only a picture shows it, so pictures are compared.

use harness::{Scene, Window, part, tell};
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
        let mut pictures = Vec::new();
        for place in PLACES {
            let drawn = scroll_to(&window, place).await;
            assert!((drawn - place).abs() < 1_000, "asked for row {place}, got {drawn}");
            let picture = window.screenshot(&format!("million-row-{}", place + 1)).await;
            pictures.push(std::fs::metadata(picture).expect("the picture was saved").len());
        }
        // A list that is not painted is one colour, which takes next to no bytes.
        let first = pictures[0];
        assert!(pictures.iter().all(|bytes| *bytes * 2 > first), "a picture is all but empty: {pictures:?} bytes");
    });
}

/// Drags the thumb to where the row is, and gives back the first row that is drawn with its words.
async fn scroll_to(window: &Window, place: i64) -> i64 {
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
    window.until(&format!("rows near {place}"), || async { window.script(look, vec![]).await.as_i64() }).await
}
