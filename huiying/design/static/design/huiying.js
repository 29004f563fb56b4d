// Small conveniences. Every page works without them.
import "./appearance.js";
import "./forms.js";
import "./dialogs.js";
