// The page's own refresh would lose the moment in a film that a link named: #t=83.5
location.replace(document.getElementById("moved").href.split("#")[0] + location.hash);
