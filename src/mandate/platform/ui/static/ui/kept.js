// A form that is kept because its session had ended (ui/kept.html): whoever has signed in again in another tab has a
// new token there, and the form takes it as it is sent. Without script it is asked for once more.
const form = document.getElementById("kept");
form.addEventListener("submit", () => {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith(`${form.dataset.cookie}=`));
  if (cookie) form.elements.csrfmiddlewaretoken.value = decodeURIComponent(cookie.slice(form.dataset.cookie.length + 1));
});
