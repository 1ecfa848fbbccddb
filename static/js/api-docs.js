"use strict";

const place = document.getElementById("api-docs");

SwaggerUIBundle({
  domNode: place,
  url: place.dataset.schema,
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  deepLinking: true,
  docExpansion: "none",
  defaultModelsExpandDepth: 0,
  // Otherwise a badge of another site is fetched.
  validatorUrl: null,
});
