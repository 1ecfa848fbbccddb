/* Names every look-up by its field's label: Select2 leaves an empty one without a name. */
(() => {
  const name = () => {
    for (const select of document.querySelectorAll("select.admin-autocomplete")) {
      const box = select.nextElementSibling;
      const label = select.id && document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
      if (!label || !box || !box.classList.contains("select2")) continue;
      label.id = label.id || `${select.id}_label`;
      const chosen = box.querySelector(".select2-selection__rendered");
      const shown = box.querySelector(".select2-selection--single");
      if (shown) shown.setAttribute("aria-labelledby", `${label.id} ${chosen ? chosen.id : ""}`.trim());
      if (chosen) chosen.setAttribute("aria-labelledby", label.id);
      const typed = box.querySelector(".select2-search__field");
      if (typed) typed.setAttribute("aria-labelledby", label.id);
      const several = box.querySelector(".select2-selection--multiple");
      if (several) several.setAttribute("aria-labelledby", label.id);
    }
  };
  // After the admin's own script, which registered before this one.
  django.jQuery(name);
  document.addEventListener("formset:added", () => setTimeout(name, 0));
})();
