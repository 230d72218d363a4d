//! The window opens, whatever it finds.

use harness::{Scene, tell};

#[test]
fn the_window_opens_and_draws_its_screen() {
    tell(Scene::new("start"), |window| async move {
        window
            .until("a page with words", || async {
                (!window.words().await.trim().is_empty()).then_some(())
            })
            .await;
        window.screenshot("start").await;
    });
}
